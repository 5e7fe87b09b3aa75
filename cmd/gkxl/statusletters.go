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
	"github.com/gkxl/gkxl/internal/osfile"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/pdfout"
	"github.com/gkxl/gkxl/status"
)

func letterFlags(s session) []cli.Flag {
	return append([]cli.Flag{
		&cli.StringSliceFlag{Name: "letters", Usage: s.t("给每个逾期未报的单位写催报函，给每个有误、内容不同或无法读取的写退回函：写文件夹，则每封一个 docx 和 txt；写 .pdf 文件，则全部在一个文件里，供打印；可写两次", "write a reminder to every unit that is overdue, and a return to every one whose report is wrong, conflicting or unreadable: into a folder as docx and txt, or all into one .pdf to print; may be given twice")},
	}, signerFlags(s, msg.T("截止日期，已过则为“尽快”", "the deadline if not given, or soon when it is over"))...)
}

// signerFlags are those of whoever writes letters; otherwise is by when an answer is
// asked for without them.
func signerFlags(s session, otherwise msg.Text) []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "sender", Usage: s.t("函的落款单位；不写则留着“（请填写落款单位）”", "who signs the letters; a place to fill in if not given")},
		&cli.StringFlag{Name: "until", Usage: msg.F("函中要求在这一天前报送或改正；不写则为%s", "the day by which the letters ask for an answer; %s", otherwise).In(s.lang)},
	}
}

// notices are the letters of a call, and where they go.
type notices struct {
	letterPlaces
	all   []status.Notice
	files []string // without their endings
	to    *batch
	force bool
	print pdfout.Options
	set   []letter.Letter // for the PDF, in their order
	status.NoticeOptions
}

var letterEndings = []string{".docx", ".txt"}

// letterPlaces are where letters go: a file of each into a folder, all of them into a
// PDF, or both; what is empty is not written.
type letterPlaces struct{ dir, pdf string }

func (p letterPlaces) some() bool { return p.dir != "" || p.pdf != "" }

// lettersGiven are the places that --letters names.
func lettersGiven(c *cli.Context) (p letterPlaces, err error) {
	for _, path := range c.StringSlice("letters") {
		to := &p.dir
		if strings.EqualFold(filepath.Ext(path), ".pdf") {
			to = &p.pdf
		}
		if *to != "" {
			return p, usage("--letters 只能写一个文件夹和一个 .pdf 文件", "--letters takes one folder and one .pdf file")
		}
		*to = path
	}
	if out := c.String("o"); p.pdf != "" && isResult(out, p.pdf) {
		return p, usage("-o 和 --letters 不能是同一个文件“%s”", "-o and --letters cannot be one file, %q", out)
	}
	return p, nil
}

// newNotices settles which letters there are, and sees that they can be written,
// before anything is. Nil writes none.
func (s session) newNotices(c *cli.Context, in *sources, st *status.Status, call statusCall) (n *notices, err error) {
	n = &notices{letterPlaces: call.letters, NoticeOptions: call.notice, force: c.Bool("force"), print: call.pdf}
	if !n.some() {
		return nil, nil
	}
	n.all = st.Notices(call.from)
	if n.dir != "" {
		n.files = status.NoticeFiles(n.dir, call.list, n.all, s.lang)
	}
	if len(n.all) == 0 {
		return n, nil
	}
	if n.pdf != "" {
		n.set = make([]letter.Letter, len(n.all))
		if err := s.freeOf(in, n.pdf, n.force); err != nil {
			return n, err
		}
	}
	if n.dir != "" {
		n.to, err = s.beginBatch(in, n.dir, n.paths(), n.force)
	}
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
		file := n.pdf
		if n.dir != "" {
			file = n.files[i] + letterEndings[0]
		}
		lines.event("letter", letterEvent{i + 1, len(n.all), u.Code, u.Name, n.all[i].Returns(), filepath.ToSlash(file)})
		return lines.failed()
	}, func(n int64) msg.Text {
		return msg.F("已写 %d 封函，都是完整的；其余没有写", "%d letters were written, all of them whole; the others were not", n)
	})
	if err != nil {
		return err
	}
	n.to.end()
	if err := n.printed(s); err != nil {
		return err
	}
	if lines != nil {
		return nil
	}
	where := []string{n.dir, n.pdf}
	if len(n.all) == 0 {
		where[1] = "" // no letters, no file
	}
	where = slices.DeleteFunc(where, func(path string) bool { return path == "" })
	s.tell(msg.F("催报函 %d 封，退回函 %d 封：%s", "%d reminders and %d returns: %s", len(n.all)-returns, returns, strings.Join(where, s.t("，", ", "))))
	if n.Sender == "" && len(n.all) > 0 {
		s.tell(msg.T("函里的落款单位请自己填上，或用 --sender 给出", "fill in who signs the letters, or give it with --sender"))
	}
	n.others(s)
	return nil
}

// letter writes one of them in every format, and keeps it for the PDF.
func (n *notices) letter(st *status.Status, i int, lang msg.Lang) error {
	l, err := st.Letter(n.all[i], n.NoticeOptions, lang)
	if err != nil {
		return err
	}
	if n.pdf != "" {
		n.set[i] = l
	}
	if n.dir == "" {
		return nil
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

// printed writes the PDF of all letters.
func (n *notices) printed(s session) error {
	if n.pdf == "" || len(n.all) == 0 {
		return nil
	}
	return osfile.Write(n.pdf, osfile.Overwrite(n.force), func(w io.Writer) error { return s.setLetters(w, n.print, n.set...) })
}

// setLetters sets letters as a PDF in the manner of official ones.
func (s session) setLetters(w io.Writer, o pdfout.Options, letters ...letter.Letter) error {
	o.Profile = "gongwen"
	return s.printed(pdfout.Write(w, letter.Document(letters...), o))
}

// others says that there are letters of an earlier run, to units that may have
// answered since.
func (n *notices) others(s session) {
	if n.dir == "" {
		return
	}
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
