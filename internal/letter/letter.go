// Package letter writes letters to units, as Word documents in the manner of
// official ones and as plain text: one that reminds of a report that did not
// come, and one that returns a report with what was found in it. What a letter
// says is put together by [Reminder] and [Return]; a caller may say it
// differently.
package letter

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/gkxl/gkxl/internal/publish"
	"github.com/gkxl/gkxl/internal/table"
	"github.com/gkxl/gkxl/internal/write/docx/wml"
	"github.com/gkxl/gkxl/msg"
)

// Letter is a letter in one language.
type Letter struct {
	Lang       msg.Lang
	Title      string // a line break says where a page may break it
	To         string
	Paragraphs []string
	Closing    string // a line of its own, such as 特此函达。
	From       string
	Date       string
	Note       string       // below the date, in brackets
	Attached   *table.Block // a table on a page of its own
}

// WriteDOCX writes a letter as a Word document. The same letter gives the same
// bytes.
func WriteDOCX(w io.Writer, l Letter) error {
	b := &wml.Body{}
	b.Paragraph("Title", "", wml.Lines("", l.Title))
	b.Paragraph("Normal", "", wml.Run("", l.To+l.in("：", ":")))
	for _, p := range l.said() {
		b.Paragraph("BodyText", "", wml.Run("", p))
	}
	if l.Attached != nil {
		b.Paragraph("BodyText", `<w:spacing w:before="560"/>`, wml.Run("", l.attachment()))
	}
	b.Paragraph("Signature", `<w:keepNext/><w:spacing w:before="1120"/>`, wml.Run("", l.From))
	b.Paragraph("Signature", "", wml.Run("", l.Date))
	if l.Note != "" {
		b.Paragraph("BodyText", "", wml.Run("", l.brackets(l.Note)))
	}
	if t := l.Attached; t != nil {
		b.Paragraph("Heading1", `<w:pageBreakBefore/><w:ind w:firstLineChars="0" w:firstLine="0"/>`, wml.Run("", l.in("附件", "Attachment")))
		b.Paragraph("Subtitle", "", wml.Run("", t.Title))
		table.DOCX(b, *t)
	}
	lang := l.in("zh-CN", "en-US")
	return wml.Write(w, wml.Document{Title: l.title(), Creator: l.From, Lang: lang}, b)
}

func (l Letter) in(zh, en string) string { return msg.T(zh, en).In(l.Lang) }

// said are the paragraphs and the closing line.
func (l Letter) said() []string {
	return slices.DeleteFunc(append(slices.Clone(l.Paragraphs), l.Closing), func(p string) bool { return p == "" })
}

// title is the title on one line.
func (l Letter) title() string { return strings.ReplaceAll(l.Title, "\n", "") }

func (l Letter) attachment() string { return l.in("附件：", "Attachment: ") + l.Attached.Title }

func (l Letter) brackets(s string) string { return l.in("（", "(") + s + l.in("）", ")") }

// Document composes the publication of letters, to be set as a PDF or written as a web
// page. Each begins a page, and its pages are counted from there.
func Document(letters ...Letter) *publish.Document {
	d := &publish.Document{Lang: "zh-CN"}
	for i, l := range letters {
		d.Title, d.Organ, d.Lang = l.title(), l.From, l.in("zh-CN", "en")
		blocks := []publish.Block{{Kind: publish.Title, Text: l.Title}, {Kind: publish.Salutation, Text: l.To + l.in("：", ":")}}
		put := func(kind publish.Kind, s string) { blocks = append(blocks, publish.Block{Kind: kind, Text: s}) }
		for _, p := range l.said() {
			put(publish.Paragraph, p)
		}
		if l.Attached != nil {
			put(publish.Paragraph, l.attachment())
		}
		put(publish.Signature, l.From)
		put(publish.Signature, l.Date)
		if l.Note != "" {
			put(publish.Paragraph, l.brackets(l.Note))
		}
		if t := l.Attached; t != nil {
			put(publish.Heading, l.in("附件", "Attachment"))
			last := &blocks[len(blocks)-1]
			last.Level, last.Section = 1, publish.Appendix
			put(publish.Caption, t.Title)
			for _, b := range publish.OfTable(*t, l.Lang) {
				b.Section = fmt.Sprintf("letter%d-%s", i+1, b.Section)
				blocks = append(blocks, b)
			}
		}
		for _, b := range blocks {
			b.Place = msg.F("给“%s”的函", "the letter to %q", l.To)
			d.Blocks = append(d.Blocks, b)
		}
	}
	if len(letters) > 1 {
		d.Title = msg.F("催报、退回函（%d 封）", "Reminders and returns: %d letters", len(letters)).In(letters[0].Lang)
	}
	return d
}

// WriteText writes a letter as plain text in UTF-8, to be pasted into a message.
// Its table becomes a list.
func WriteText(w io.Writer, l Letter) error {
	var b strings.Builder
	line := func(parts ...string) {
		for _, s := range parts {
			b.WriteString(s)
		}
		b.WriteString("\n")
	}
	indent, between := "　　", ""
	if l.Lang == msg.EN {
		indent, between = "", "\n"
	}
	line(l.title())
	line()
	line(l.To, l.in("：", ":"))
	for _, p := range l.said() {
		line(between, indent, strings.ReplaceAll(p, "\n", "\n"+indent))
	}
	line()
	if l.Attached != nil {
		line(indent, l.attachment())
		line()
	}
	line(indent, l.From)
	line(indent, l.Date)
	if l.Note != "" {
		line(indent, l.brackets(l.Note))
	}
	if t := l.Attached; t != nil {
		line()
		line(l.attachment())
		for i, row := range t.Rows {
			line()
			for k, c := range row.Cells {
				s := c.Text
				if s == "" || k == 0 && s == strconv.Itoa(i+1) {
					continue
				}
				before := "   "
				if k <= 1 {
					before = strconv.Itoa(i+1) + ". "
				}
				line(before, t.Head[k], l.in("：", ": "), oneLine(s))
			}
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// oneLine puts short lines of a cell on one line.
func oneLine(s string) string {
	const short = 30
	for part := range strings.SplitSeq(s, "\n") {
		if len([]rune(part)) > short {
			return strings.ReplaceAll(s, "\n", "\n   ")
		}
	}
	return strings.ReplaceAll(s, "\n", "  ")
}
