package record

import (
	"bytes"
	"encoding/json"
	"io"
)

// WritePart writes a value as a part of a larger JSON, between the given texts.
func WritePart(w io.Writer, before string, v any, indent, after string) error {
	var buf bytes.Buffer
	buf.WriteString(before)
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	enc.SetIndent(indent, " ")
	if err := enc.Encode(v); err != nil {
		return err
	}
	buf.Truncate(buf.Len() - 1) // the line break Encode adds
	buf.WriteString(after)
	_, err := buf.WriteTo(w)
	return err
}
