package main

import (
	"cmp"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"github.com/gkxl/gkxl/internal/lists"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/msg"
)

// withCommand puts "check" before arguments that are files or folders and no command: what one most likely wants done
// with them. Something mistyped stays, and is told of as such.
func withCommand(app *cli.App, args []string) []string {
	check := app.Command("check")
	rest := withoutOptions(check, args[min(1, len(args)):])
	if len(rest) == 0 || app.Command(rest[0]) != nil || !isPathLike(rest[0]) {
		return args
	}
	return slices.Insert(slices.Clone(args), 1, check.Name)
}

// commandOf is the command that arguments begin with; nil for none.
func commandOf(app *cli.App, args []string) *cli.Command {
	if rest := withoutOptions(app.Command("check"), args[min(1, len(args)):]); len(rest) > 0 {
		return app.Command(rest[0])
	}
	return nil
}

// withoutOptions are arguments from the first on that is no option of a command and no value of one.
func withoutOptions(cmd *cli.Command, args []string) []string {
	values := valueOptions(cmd)
	for i := 0; i < len(args); i++ {
		switch a := args[i]; {
		case a == "--":
			return args[i+1:]
		case a == "-" || !strings.HasPrefix(a, "-"):
			return args[i:]
		case values[strings.TrimLeft(a, "-")]:
			i++
		}
	}
	return nil
}

// valueOptions are the options of a command that take a value, by all their names.
func valueOptions(cmd *cli.Command) map[string]bool {
	out := map[string]bool{}
	for _, f := range cmd.Flags {
		_, isBool := f.(*cli.BoolFlag)
		for _, n := range f.Names() {
			out[n] = !isBool
		}
	}
	return out
}

// isPathLike reports whether an argument names a file or folder: it is there, or is written as only a path is.
func isPathLike(arg string) bool {
	if _, err := os.Lstat(arg); err == nil || arg == "-" {
		return true
	}
	return strings.ContainsAny(arg, `/\*?`) || len(filepath.Ext(arg)) > 1
}

// optionalValue are options whose value may be left out, and what then stands for it: no file can have that name.
var optionalValue = map[string]string{"mark": "\x00"}

// permute moves options before the arguments: people write "gkxl import FILE -o OUT", and the library stops at FILE. An
// option whose value is missing is an error here, since it would take what is moved behind it.
func (s session) permute(app *cli.App, args []string) ([]string, error) {
	if len(args) < 2 {
		return args, nil
	}
	at := 1
	for at < len(args) && strings.HasPrefix(args[at], "-") {
		if args[at] == "--lang" {
			at++
		}
		at++
	}
	if at >= len(args) {
		return args, nil
	}
	cmd := app.Command(args[at])
	if cmd == nil {
		return args, nil
	}
	takesValue := valueOptions(cmd)
	var options, rest []string
	for i := at + 1; i < len(args); i++ {
		a := args[i]
		if a == "--" {
			rest = append(rest, args[i+1:]...)
			break
		}
		if a == "-" || !strings.HasPrefix(a, "-") {
			rest = append(rest, a)
			continue
		}
		name := strings.TrimLeft(a, "-")
		none, optional := optionalValue[name]
		switch {
		case !takesValue[name]:
		case optional && (i+1 == len(args) || strings.HasPrefix(args[i+1], "--") || args[i+1] == "-o"):
			a += "=" + none
		case i+1 == len(args) || args[i+1] == "--" || isOption(takesValue, args[i+1]):
			return nil, s.noValue(cmd, a)
		default:
			options = append(options, a)
			i++
			a = args[i]
		}
		options = append(options, a)
	}
	if runtime.GOOS == "windows" {
		var err error
		if options, rest, err = asWindows(cmd.Name, options, rest); err != nil {
			return nil, err
		}
	}
	out := append(args[:at+1:at+1], options...)
	if len(rest) > 0 {
		out = append(out, "--")
	}
	return append(out, rest...), nil
}

// isOption reports whether an argument is written as one of a command's options, which are given by all their names.
func isOption(options map[string]bool, arg string) bool {
	name, _, _ := strings.Cut(strings.TrimLeft(arg, "-"), "=")
	_, known := options[name]
	return known && strings.HasPrefix(arg, "-")
}

// noValue is the error of an option that nothing stands behind, with what belongs there.
func (s session) noValue(cmd *cli.Command, option string) error {
	do := seeHelp(cmd)
	for _, f := range cmd.Flags {
		d, ok := f.(cli.DocGenerationFlag)
		if ok && slices.Contains(f.Names(), strings.TrimLeft(option, "-")) {
			do = msg.F("%s 后面要写值：%s", "write a value behind %s: %s", option, d.GetUsage())
		}
	}
	return usageSo(do, "选项 %s 后面缺少值", "option %s needs a value", option)
}

// commandWords are what people write for a command in Chinese, or otherwise than it is named here.
var commandWords = map[string]string{
	"模板": "template", "填报": "template", "读取": "import", "导入": "import", "核对": "check", "检查": "check", "修复": "repair", "导出": "export", "公布": "export",
	"比对": "verify", "对照": "diff", "对比": "diff", "叙述": "narrate", "审核": "review", "审签": "review", "清点": "status", "催报": "status", "名单": "status",
	"汇总": "merge", "合并": "merge", "追溯": "trace", "查数": "trace", "指标": "indicators", "排名": "indicators", "简报": "brief", "练习": "demo", "演示": "demo",
	"规则": "rules", "格式": "form", "补全": "completion", "帮助": "help", "版本": "--version", "version": "--version",
}

// noCommand is the error of a command that there is not. What was typed is shown with the command that was meant.
func (s session) noCommand(app *cli.App, name string) error {
	names := lists.Map(app.VisibleCommands(), func(c *cli.Command) string { return c.Name })
	do := seeHelp(nil)
	near := text.Near(name, names)
	if meant := commandWords[strings.ToLower(name)]; meant != "" {
		near = []string{meant}
	}
	if len(near) > 0 {
		i := slices.Index(s.args, name)
		do = msg.Meant(lists.Map(near, func(n string) string {
			if i < 0 || strings.HasPrefix(n, "-") { // an option is no command, and stands alone
				return "gkxl " + n
			}
			return typed(slices.Replace(slices.Clone(s.args), i, i+1, n))
		}), msg.Text{})
	}
	return usageSo(do, "没有子命令“%s”，也没有这个文件或文件夹", "there is no command %q, and no such file or folder", name)
}

// noOption is the error of an option that a command does not have.
func (s session) noOption(c *cli.Context, name string) error {
	name = strings.TrimLeft(name, "-")
	for _, a := range s.args {
		if given, _, _ := strings.Cut(a, "="); strings.HasPrefix(a, "-") && strings.TrimLeft(given, "-") == name {
			name = given // with its dashes, of which the library takes one away
		}
	}
	cmd := c.App.Command(c.Command.Name)
	var names []string
	for _, f := range cmp.Or(cmd, c.App.Command("check")).Flags {
		for _, n := range f.Names() {
			if len(n) > 1 {
				names = append(names, n)
			}
		}
	}
	near := lists.Map(text.Near(strings.TrimLeft(name, "-"), names), func(n string) string { return "--" + n })
	return usageSo(msg.Meant(near, seeHelp(cmd)), "不认识的选项 %s", "unknown option %s", name)
}

// typed is a call as it is typed in a terminal, by its arguments.
func typed(args []string) string {
	quoted := lists.Map(args, func(a string) string {
		if a == "" || strings.ContainsAny(a, " \t\"'&|<>()*?;$`!") {
			return `"` + strings.ReplaceAll(a, `"`, `\"`) + `"`
		}
		return a
	})
	return "gkxl " + text.TerminalLine(strings.Join(quoted, " "))
}

// write is the hint to call again what was called, with more.
func (s session) write(more ...string) msg.Text { return s.writeFor("", more...) }

// writeFor is [session.write] with an argument of what was called replaced; with none it adds to the end. Options that
// were given already are not repeated.
func (s session) writeFor(replaced string, by ...string) msg.Text {
	args := slices.Clone(s.args)
	for i := 0; i < len(by); i++ {
		if len(by[i]) > 1 && by[i][0] == '-' && by[i] != replaced && s.gave(by[i]) {
			by = slices.Delete(slices.Clone(by), i, min(i+2, len(by)))
			i--
		}
	}
	if i := slices.Index(args, replaced); i >= 0 && replaced != "" {
		args = slices.Replace(args, i, i+1, by...)
	} else {
		args = append(args, by...)
	}
	return msg.F("请写：%s", "write: %s", typed(args))
}

// writeValue is [session.writeFor] of what stands behind an option.
func (s session) writeValue(option, given string, by ...string) msg.Text {
	args := slices.Clone(s.args)
	for i := range args[:max(0, len(args)-1)] {
		if args[i] == option && args[i+1] == given {
			return msg.F("请写：%s", "write: %s", typed(slices.Replace(args, i+1, i+2, by...)))
		}
	}
	return s.writeFor(given, by...)
}

// gave reports whether an option was given in what was called.
func (s session) gave(option string) bool {
	return slices.ContainsFunc(s.args, func(a string) bool {
		name, _, _ := strings.Cut(a, "=")
		return strings.TrimLeft(name, "-") == strings.TrimLeft(option, "-") && strings.HasPrefix(a, "-") || option == "-o" && strings.TrimLeft(name, "-") == "output"
	})
}

// yearDue is the year that reports are made about now: the last one that has ended.
func yearDue() string { return strconv.Itoa(time.Now().Year() - 1) }

// anyReport stands for a report in hints.
func (s session) anyReport() string { return s.t("年报.xlsx", "report.xlsx") }
