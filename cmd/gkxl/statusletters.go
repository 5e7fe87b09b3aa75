package main

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/gkxl/gkxl/internal/letter"
	"github.com/gkxl/gkxl/internal/lists"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/status"
)

func letterFlags(s session) []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "letters", Usage: s.t("给每个逾期未报的单位写催报函，给每个有误、内容不同或无法读取的写退回函，放在这个文件夹（docx 和 txt）", "write a reminder to every unit that is overdue, and a return to every one whose report is wrong, conflicting or unreadable, into this folder (docx and txt)")},
		&cli.StringFlag{Name: "sender", Usage: s.t("函的落款单位；不写则空着", "who signs the letters; blank if not given")},
		&cli.StringFlag{Name: "until", Usage: s.t("函中要求在这一天前报送或改正；不写则为截止日期，已过则为“尽快”", "the day by which the letters ask for an answer; the deadline if not given, or soon when it is over")},
	}
}

// notices are the letters of a call, and where they go.
type notices struct {
	dir   string
	all   []status.Notice
	files []string // without their endings
	to    *batch
	status.NoticeOptions
}

var letterEndings = []string{".docx", ".txt"}

// newNotices settles which letters there are, and sees that they can be written,
// before anything is. Nil writes none.
func (s session) newNotices(c *cli.Context, in *sources, st *status.Status, call statusCall) (n *notices, err error) {
	n = &notices{dir: c.String("letters"), NoticeOptions: call.notice}
	if n.dir == "" {
		return nil, nil
	}
	n.all = st.Notices(call.from)
	n.files = status.NoticeFiles(n.dir, call.list, n.all, s.lang)
	if len(n.all) == 0 {
		return n, nil
	}
	n.to, err = s.beginBatch(in, n.dir, n.paths(), c.Bool("force"))
	return n, err
}

func (n *notices) paths() []string {
	var out []string
	for _, f := range n.files {
		out = append(out, lists.Map(letterEndings, func(e string) string { return f + e })...)
	}
	return out
}

type letterEvent struct {
	N       int    `json:"n"`
	Of      int    `json:"of"`
	Code    string `json:"code"`
	Name    string `json:"name"`
	Returns bool   `json:"returns"`
	File    string `json:"file"`
}

func (n *notices) write(ctx context.Context, s session, st *status.Status, lines *jsonLines) error {
	if n == nil {
		return nil
	}
	bar := s.newProgress(s.t("写函", "writing"), len(n.all))
	if lines != nil {
		bar.w = nil
	}
	returns := 0
	err := writeMany(ctx, bar, func(i int) (struct{}, error) { return struct{}{}, n.letter(st, i, s.lang) }, func(i int, _ struct{}) error {
		u := n.all[i].Unit.Unit
		if n.all[i].Returns() {
			returns++
		}
		lines.event("letter", letterEvent{i + 1, len(n.all), u.Code, u.Name, n.all[i].Returns(), filepath.ToSlash(n.files[i]) + letterEndings[0]})
		return lines.failed()
	}, func(n int64) msg.Text {
		return msg.F("已写 %d 封函，都是完整的；其余没有写", "%d letters were written, all of them whole; the others were not", n)
	})
	if err != nil {
		return err
	}
	n.to.end()
	if lines != nil {
		return nil
	}
	s.tell(msg.F("催报函 %d 封，退回函 %d 封：%s", "%d reminders and %d returns: %s", len(n.all)-returns, returns, n.dir))
	n.others(s)
	return nil
}

// letter writes one of them in every format.
func (n *notices) letter(st *status.Status, i int, lang msg.Lang) error {
	l, err := st.Letter(n.all[i], n.NoticeOptions, lang)
	if err != nil {
		return err
	}
	for k, write := range []func(io.Writer, letter.Letter) error{letter.WriteDOCX, letter.WriteText} {
		var b bytes.Buffer
		path := n.files[i] + letterEndings[k]
		if err := write(&b, l); err != nil {
			return msg.At(path, err)
		}
		if err := n.to.write(path, b.Bytes()); err != nil {
			return err
		}
	}
	return nil
}

// others says that there are letters of an earlier run, to units that may have
// answered since.
func (n *notices) others(s session) {
	mine := map[string]bool{}
	for _, p := range n.paths() {
		mine[p] = true
	}
	there, err := os.ReadDir(n.dir)
	if err != nil {
		return // there may be no folder when there are no letters
	}
	var old []string
	for _, e := range there {
		path := filepath.Join(n.dir, e.Name())
		if !mine[path] && slices.ContainsFunc(letterEndings, func(end string) bool { return strings.HasSuffix(path, end) }) {
			old = append(old, e.Name())
		}
	}
	if len(old) > 0 {
		s.warn(msg.F("文件夹里另有 %d 个文件不是这次写的，请勿当作这次的函寄出：%s", "%d other files in the folder are not of this run; do not send them as if they were: %s", len(old), listed(old)))
	}
}
