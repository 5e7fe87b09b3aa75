package main

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"github.com/gkxl/gkxl/internal/osfile"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/internal/version"
	"github.com/gkxl/gkxl/msg"
)

// How gkxl speaks on a terminal:
//
//   - Results go to standard output, everything else to standard error.
//   - An error is one line: where, what is wrong, and on the next what to do.
//   - The last line of a check is the verdict.
//   - Exit codes: 0 clean, 1 findings that fail, 2 usage, unreadable input or I/O.
//   - Colour only on a terminal, and never with NO_COLOR.
const (
	exitFindings = 1
	exitTrouble  = 2
)

// session is what one call works with.
type session struct {
	lang     msg.Lang
	debug    bool     // show where the program itself fails
	args     []string // what was typed, without the program's name
	out, err io.Writer
}

func (s session) t(zh, en string) string { return msg.T(zh, en).In(s.lang) }

// code ends a command with an exit code and nothing more to say.
type code int

func (c code) Error() string { return fmt.Sprint(int(c)) }

// exitIf ends a command with the exit code for findings where there are some.
func exitIf(findings bool) error {
	if findings {
		return code(exitFindings)
	}
	return nil
}

func run(args []string, out, errw io.Writer) (exit int) {
	s := session{lang: language(args), debug: debugging(args), args: args[min(1, len(args)):], out: out, err: errw}
	defer func() {
		if p := recover(); p != nil {
			s.report(msg.NewCrash("", p))
			exit = exitTrouble
		}
	}()
	if given, ok := langGiven(args); ok && !known(given) {
		s.report(usageSo(seeHelp(nil), "--lang 应是 zh（中文）或 en（英文），而不是“%s”", "--lang is zh (Chinese) or en (English), not %q", given))
		return exitTrouble
	}
	app := newApp(s)
	args = withCommand(app, args)
	ordered, err := s.permute(app, args)
	if err == nil {
		err = app.Run(ordered)
	}
	var c code
	switch {
	case err == nil:
		return 0
	case errors.As(err, &c):
		return int(c)
	}
	s.report(helped(err, commandOf(app, args)))
	return exitTrouble
}

func (s session) report(err error) {
	s.crashed(err)
	var p *msg.Problem
	if !errors.As(err, &p) {
		p = &msg.Problem{What: msg.Of(err)}
	}
	where := text.TerminalLine(p.Where)
	if where != "" {
		where += s.t("：", ": ")
	}
	s.tell(msg.F("错误：%s%s", "error: %s%s", where, p.What))
	if !p.Hint.IsZero() {
		s.tell(msg.F("提示：%s", "hint: %s", p.Hint))
	}
}

// tell says something on standard error.
func (s session) tell(t msg.Text) { fmt.Fprintf(s.err, "gkxl: %s\n", text.Terminal(t.In(s.lang))) }

// errUsage is the kind of the errors of a call that cannot be meant so.
var errUsage = errors.New("wrong usage")

func usage(zh, en string, args ...any) error {
	return &msg.Problem{What: msg.F(zh, en, args...), Kind: errUsage}
}

// usageSo is [usage] with what to do instead.
func usageSo(do msg.Text, zh, en string, args ...any) error {
	return &msg.Problem{What: msg.F(zh, en, args...), Hint: do, Kind: errUsage}
}

// helped says of wrong usage where the help of the command is, unless it says already what to do.
func helped(err error, cmd *cli.Command) error {
	var p *msg.Problem
	if !errors.Is(err, errUsage) || !errors.As(err, &p) || !p.Hint.IsZero() {
		return err
	}
	q := *p
	q.Hint = seeHelp(cmd)
	return &q
}

// seeHelp names the help of a command, or where there is none that of the program.
func seeHelp(cmd *cli.Command) msg.Text {
	if cmd == nil {
		return msg.T("用“gkxl help”查看全部用法", "see \"gkxl help\"")
	}
	return msg.F("用“gkxl help %s”查看用法", "see \"gkxl help %s\"", cmd.Name)
}

// language is chosen by --lang, else by an English locale, else Chinese.
func language(args []string) msg.Lang {
	if v, ok := langGiven(args); ok && known(v) {
		return pick(v)
	}
	return pick(cmp.Or(os.Getenv("LC_ALL"), os.Getenv("LC_MESSAGES"), os.Getenv("LANG")))
}

// langGiven is what --lang says; ok is false without it.
func langGiven(args []string) (lang string, ok bool) {
	for i, a := range args[min(1, len(args)):] {
		name, value, has := strings.Cut(strings.TrimPrefix(strings.TrimPrefix(a, "-"), "-"), "=")
		switch {
		case a == "--":
			return "", false
		case name != "lang" || !strings.HasPrefix(a, "-"):
		case has:
			return value, true
		case i+2 < len(args):
			return args[i+2], true
		}
	}
	return "", false
}

// known reports whether a language is one of the two, in any of the ways it is written.
func known(lang string) bool {
	lang, _, _ = strings.Cut(strings.ToLower(lang), ".")
	lang, _, _ = strings.Cut(strings.ReplaceAll(lang, "_", "-"), "-")
	return lang == "zh" || lang == "en"
}

func pick(v string) msg.Lang {
	if strings.HasPrefix(strings.ToLower(v), "en") {
		return msg.EN
	}
	return msg.ZH
}

func newApp(s session) *cli.App {
	app := &cli.App{
		Name:                   "gkxl",
		Usage:                  s.t("政府信息公开工作年度报告：生成模板、读取、核对", "annual reports on government information disclosure: make, read, check"),
		Version:                version.Name(),
		Writer:                 s.out,
		ErrWriter:              s.err,
		HideHelpCommand:        true,
		UseShortOptionHandling: false,
		EnableBashCompletion:   true,
		// A figure may hold a comma; lists of rules are cut by us.
		DisableSliceFlagSeparator: true,
		CustomAppHelpTemplate:     appHelp(s),
		ExitErrHandler:            func(*cli.Context, error) {},
		OnUsageError:              s.onUsage,
		CommandNotFound:           func(c *cli.Context, name string) { s.report(s.noCommand(c.App, name)) },
		Action: func(c *cli.Context) error {
			if c.Args().Present() {
				return s.noCommand(c.App, c.Args().First())
			}
			return cli.ShowAppHelp(c)
		},
		Flags:    []cli.Flag{langFlag(s), debugFlag(s)},
		Commands: []*cli.Command{templateCommand(s), importCommand(s), checkCommand(s), repairCommand(s), exportCommand(s), verifyCommand(s), diffCommand(s), narrateCommand(s), reviewCommand(s), statusCommand(s), mergeCommand(s), traceCommand(s), indicatorsCommand(s), briefCommand(s), demoCommand(s), rulesCommand(s), formCommand(s), completionCommand(s), helpCommand(s)},
	}
	for _, c := range app.Commands {
		c.OnUsageError = s.onUsage
		c.CustomHelpTemplate = commandHelp(s)
		c.HideHelpCommand = true
		c.Flags = append(c.Flags, langFlag(s), debugFlag(s))
	}
	cli.FlagStringer = s.optionLine
	cli.VersionPrinter = func(c *cli.Context) { fmt.Fprintln(s.out, "gkxl", c.App.Version) }
	cli.VersionFlag = &cli.BoolFlag{Name: "version", Usage: s.t("显示版本", "print the version")}
	cli.HelpFlag = &cli.BoolFlag{Name: "help", Aliases: []string{"h"}, Usage: s.t("显示帮助", "show help")}
	app.Flags = append(app.Flags, cli.HelpFlag) // the library leaves it to a help command of its own
	return app
}

func helpCommand(s session) *cli.Command {
	return &cli.Command{
		Name: "help", Usage: s.t("显示一个子命令的用法", "show how a command is used"), ArgsUsage: s.t("[子命令]", "[COMMAND]"),
		Action: func(c *cli.Context) error {
			name := c.Args().First()
			if name == "" {
				return cli.ShowAppHelp(c)
			}
			if c.App.Command(name) == nil {
				return s.noCommand(c.App, name)
			}
			return cli.ShowCommandHelp(c, name)
		},
	}
}

func langFlag(s session) cli.Flag {
	return &cli.StringFlag{Name: "lang", Usage: s.t("界面语言：zh 或 en", "language: zh or en")}
}

// onUsage turns the library's English sentences into ours.
func (s session) onUsage(c *cli.Context, err error, _ bool) error {
	text := err.Error()
	if name, ok := strings.CutPrefix(text, "flag provided but not defined: "); ok {
		return s.noOption(c, name)
	}
	if name, ok := strings.CutPrefix(text, "flag needs an argument: "); ok {
		return usage("选项 %s 后面缺少值", "option %s needs a value", name)
	}
	if m := wrongValue.FindStringSubmatch(text); m != nil {
		value := m[1]
		if v, err := strconv.Unquote(value); err == nil {
			value = v
		}
		return usage("选项 --%s 的值“%s”有误", "option --%s has a wrong value, %q", m[2], value)
	}
	return &msg.Problem{What: msg.T("选项有误", "wrong option: "+text), Kind: errUsage}
}

// wrongValue matches the library's sentences on an option's value.
var wrongValue = regexp.MustCompile(`^invalid (?:boolean )?value (".*") for (?:flag )?-+([a-z-]+):`)

func appHelp(s session) string {
	return s.t("用法：", "usage: ") + `gkxl ` + s.t("子命令 [选项] [文件…]", "COMMAND [options] [files]") + `
` + s.t("　　　", "       ") + `gkxl ` + s.t("文件或文件夹…  即 gkxl check 文件或文件夹…", "FILES|FOLDERS...  the same as gkxl check FILES|FOLDERS...") + `

{{.Usage}}

` + s.t("子命令：", "commands:") + `{{range .VisibleCommands}}
  {{join .Names ", "}}{{"\t"}}{{.Usage}}{{end}}

` + s.t("选项：", "options:") + `{{range .VisibleFlags}}
  {{.}}{{end}}
`
}

func commandHelp(s session) string {
	return s.t("用法：", "usage: ") + `gkxl {{.Name}} {{.ArgsUsage}}

{{.Usage}}
{{if .Description}}
{{.Description}}
{{end}}
` + s.t("选项：", "options:") + `{{range .VisibleFlags}}
  {{.}}{{end}}
`
}

// optionLine is how the help shows an option: its names, then what it does and what it is when it is not given. The
// library's own is in English only.
func (s session) optionLine(f cli.Flag) string {
	d, ok := f.(cli.DocGenerationFlag)
	if !ok {
		return ""
	}
	var names []string
	for _, name := range d.Names() {
		dashes := "--"
		if len(name) == 1 {
			dashes = "-"
		}
		if d.TakesValue() {
			name += s.t(" ...", " value")
		}
		names = append(names, dashes+name)
	}
	line := strings.Join(names, ", ")
	if many, ok := f.(cli.DocGenerationSliceFlag); ok && many.IsSliceFlag() {
		line += " [ " + line + " ]"
	}
	line += "\t" + d.GetUsage()
	if v := d.GetDefaultText(); v != "" && d.TakesValue() {
		line += s.t("（默认 "+v+"）", " (default: "+v+")")
	}
	return line
}

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

func debugFlag(s session) cli.Flag {
	return &cli.BoolFlag{Name: "debug", Usage: s.t("程序自身出错时，显示出错的位置", "where the program itself fails, show the place")}
}

// debugging reports whether --debug is among the arguments. It is looked for here,
// and not by the library, because a fault may come before that has read them.
func debugging(args []string) bool {
	if i := slices.Index(args, "--"); i >= 0 {
		args = args[:i]
	}
	return slices.Contains(args, "--debug")
}

// crashed writes the stack of a fault of our own to a file, so that the message
// can name it, or with --debug to standard error. Any other error, nil too, is
// left alone.
func (s session) crashed(err error) {
	var c *msg.Crash
	if !errors.As(err, &c) || c.Saved != "" {
		return
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "gkxl %s\n%s\n%v\n\n%s\n", version.Name(), strings.Join(os.Args, " "), c.Value, c.Stack)
	if s.debug {
		s.err.Write(b.Bytes())
		return
	}
	path := filepath.Join(os.TempDir(), "gkxl-crash-"+time.Now().Format("20060102-150405")+".txt")
	if osfile.WriteFile(path, b.Bytes(), osfile.Replace) == nil {
		c.Saved = path
	}
}
