package formtest

import (
	"encoding/binary"
	"fmt"
	"unicode/utf16"
)

// OutlookFile is a file attached to a message that [Outlook] makes.
type OutlookFile struct {
	Name string
	Data []byte
}

// Outlook is a message of Outlook (.msg) with a plain text, a web page, which may be empty, and attached files.
func Outlook(plain, page string, attached ...OutlookFile) []byte {
	streams := []Stream{{Path: "__properties_version1.0", Data: OutlookNumbers(32, 0x3FDE, 65001)}, OutlookText("1000", plain)}
	if page != "" {
		streams = append(streams, Stream{Path: "__substg1.0_10130102", Data: []byte(page)})
	}
	for i, a := range attached {
		at := fmt.Sprintf("__attach_version1.0_#%08X/", i)
		name := OutlookText("3707", a.Name)
		name.Path = at + name.Path
		streams = append(streams, Stream{Path: at + "__properties_version1.0", Data: OutlookNumbers(8, 0x3705, 1)}, name, Stream{Path: at + "__substg1.0_37010102", Data: a.Data})
	}
	return Compound(streams...)
}

// OutlookNumbers are the properties of a fixed size of a storage of a message, each a number and a value. Head is how
// long the beginning is.
func OutlookNumbers(head int, properties ...int) []byte {
	out := make([]byte, head)
	for i := 0; i < len(properties); i += 2 {
		out = binary.LittleEndian.AppendUint16(out, 3)
		out = binary.LittleEndian.AppendUint16(out, uint16(properties[i]))
		out = binary.LittleEndian.AppendUint32(out, 6)
		out = binary.LittleEndian.AppendUint64(out, uint64(properties[i+1]))
	}
	return out
}

// OutlookText is a property of a message that is a text, by its number.
func OutlookText(property, text string) Stream {
	return Stream{Path: "__substg1.0_" + property + "001F", Data: wide(utf16.Encode([]rune(text)))}
}
