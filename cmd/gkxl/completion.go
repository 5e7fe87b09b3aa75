package main

import (
	"fmt"

	"github.com/urfave/cli/v2"
)

// completions are scripts that ask the program itself what may come next.
var completions = map[string]string{
	"bash": `_gkxl() {
  local cur="${COMP_WORDS[COMP_CWORD]}" words
  if [[ "$cur" == -* ]]; then
    words=$("${COMP_WORDS[@]:0:COMP_CWORD}" "$cur" --generate-bash-completion 2>/dev/null)
  else
    words=$("${COMP_WORDS[@]:0:COMP_CWORD}" --generate-bash-completion 2>/dev/null)
  fi
  COMPREPLY=($(compgen -W "$words" -- "$cur") $(compgen -f -- "$cur"))
}
complete -o filenames -F _gkxl gkxl
`,
	"zsh": `#compdef gkxl
_gkxl() {
  local -a opts
  opts=("${(@f)$(${words[@]:0:#words[@]-1} ${words[-1]} --generate-bash-completion 2>/dev/null)}")
  _describe 'gkxl' opts
  _files
}
compdef _gkxl gkxl
`,
	"powershell": `Register-ArgumentCompleter -Native -CommandName gkxl -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  Invoke-Expression "$commandAst --generate-bash-completion" | Where-Object { $_ -like "$wordToComplete*" } |
    ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
}
`,
}

func completionCommand(s session) *cli.Command {
	return &cli.Command{
		Name:      "completion",
		Usage:     s.t("打印命令补全脚本", "print a shell completion script"),
		ArgsUsage: "bash|zsh|fish|powershell",
		Action: func(c *cli.Context) error {
			shell := c.Args().First()
			script, ok := completions[shell]
			if shell == "fish" {
				var err error
				if script, err = c.App.ToFishCompletion(); err != nil {
					return err
				}
				ok = true
			}
			if !ok {
				return usage("请给出 bash、zsh、fish 或 powershell", "give bash, zsh, fish or powershell")
			}
			_, err := fmt.Fprint(s.out, script)
			return err
		},
	}
}
