package rulebook

import (
	"fmt"
	"io"
	"strings"

	"github.com/gkxl/gkxl/internal/local"
	"github.com/gkxl/gkxl/msg"
)

// ListLocal lists local rules, one on a line, under the title of their notice.
func ListLocal(w io.Writer, rules *local.Rules, lang msg.Lang) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n", rules.Title.In(lang))
	for _, r := range rules.Rules {
		fmt.Fprintf(&b, "%-28s %s  %s  %s\n", r.ID, r.Grade.Name().In(lang), r.Kind, r.Title.In(lang))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// ExplainLocal writes all about a local rule; ok is false if there is no such rule.
func ExplainLocal(w io.Writer, rules *local.Rules, id string, lang msg.Lang) (ok bool, err error) {
	r, ok := rules.Find(id)
	if !ok {
		return false, nil
	}
	info, _ := local.Info(r.Kind)
	var b strings.Builder
	t := func(zh, en string) string { return msg.T(zh, en).In(lang) }
	fmt.Fprintf(&b, "%s  %s\n%s%s\n%s%s\n%s%s\n%s%s  %s\n", r.ID, r.Title.In(lang), t("等级：", "grade: "), r.Grade.Name().In(lang), t("依据：", "ground: "), r.Ground.In(lang),
		t("处理：", "do: "), r.Do.In(lang), t("种类：", "kind: "), r.Kind, info.About.In(lang))
	_, err = io.WriteString(w, b.String())
	return true, err
}

// localHandbook writes the part of the handbook on files of local rules.
func localHandbook(b *strings.Builder) {
	b.WriteString("\n## 地方规则\n\n地方的通知另有要求的，写成一个 YAML 文件，用 `--local 文件` 交给 `check`、`status`、`export`；`gkxl rules --local 文件` 列出其中的规则。" +
		"文件有 `id`（大写字母、数字）、`title`（通知的名称）和 `rules`；规则的编号是 `" + local.Prefix + "`、文件的 `id` 和规则的 `id` 相连。例子见 [examples/local-rules.yaml](../examples/local-rules.yaml)。" +
		"写错的键、类型、编号和正则表达式都拒绝，并指出行号。\n\n每条规则都有：`" + strings.Join(local.CommonKeys, "`、`") + "`（`do` 可以不写）。`sections` 是所管的部分，不写则为全部叙述。\n\n| 种类 | 内容 | 其他的键 |\n| --- | --- | --- |\n")
	for _, k := range local.Kinds {
		fmt.Fprintf(b, "| `%s` | %s | `%s` |\n", k.Kind, k.About.ZH, strings.Join(k.Keys, "`、`"))
	}
}
