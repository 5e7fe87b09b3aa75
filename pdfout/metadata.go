package pdfout

import (
	"encoding/binary"
	"slices"
	"strings"

	"github.com/gkxl/gkxl/internal/text"
)

// metadata is the content of the information dictionary and of the XMP metadata. It
// has no dates, so that the same report always gives the same file.
type metadata struct {
	title, author, tool, lang string
	claim                     bool // PDF/A-3a and PDF/UA-1
	attachments               []attachment
}

// claims declares the conformance to PDF/A-3a and PDF/UA-1, with the extension schema
// that PDF/A requires for the latter.
const claims = `<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" pdfaid:part="3" pdfaid:conformance="A"/>
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 to which the document conforms</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
`

func (m metadata) xmp() []byte {
	var b strings.Builder
	b.WriteString("<?xpacket begin=\"\ufeff\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n")
	b.WriteString("<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\" xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\">\n")
	b.WriteString("<dc:format>application/pdf</dc:format>\n")
	b.WriteString("<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">" + text.XML(m.title) + "</rdf:li></rdf:Alt></dc:title>\n")
	b.WriteString("<dc:creator><rdf:Seq><rdf:li>" + text.XML(m.author) + "</rdf:li></rdf:Seq></dc:creator>\n")
	b.WriteString("<dc:language><rdf:Bag><rdf:li>" + text.XML(m.lang) + "</rdf:li></rdf:Bag></dc:language>\n")
	b.WriteString("<xmp:CreatorTool>" + text.XML(m.tool) + "</xmp:CreatorTool>\n<pdf:Producer>" + text.XML(m.tool) + "</pdf:Producer>\n</rdf:Description>\n")
	if m.claim {
		b.WriteString(claims)
	}
	b.WriteString("</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"r\"?>")
	return []byte(b.String())
}

// grayProfile is an ICC profile for gray with a gamma of 2.2, since everything on the
// pages is black, gray or white.
func grayProfile() []byte {
	desc := append([]byte("desc\x00\x00\x00\x00\x00\x00\x00\x0fGray Gamma 2.2\x00"), make([]byte, 78)...)
	tags := []struct {
		name string
		data []byte
	}{
		{"desc", desc},
		{"cprt", []byte("text\x00\x00\x00\x00No copyright\x00")},
		{"wtpt", []byte("XYZ \x00\x00\x00\x00\x00\x00\xf6\xd6\x00\x01\x00\x00\x00\x00\xd3\x2d")}, // D50
		{"kTRC", []byte("curv\x00\x00\x00\x00\x00\x00\x00\x01\x02\x33")},
	}
	head := make([]byte, 128)
	copy(head[8:], "\x02\x10\x00\x00mntrGRAYXYZ \x07\xe8\x00\x01\x00\x01")
	copy(head[36:], "acsp")
	copy(head[68:], "\x00\x00\xf6\xd6\x00\x01\x00\x00\x00\x00\xd3\x2d")
	number := binary.BigEndian.AppendUint32
	table := number(nil, uint32(len(tags)))
	var body []byte
	at := 128 + 4 + 12*len(tags)
	for _, t := range tags {
		table = number(number(append(table, t.name...), uint32(at+len(body))), uint32(len(t.data)))
		body = append(body, t.data...)
		body = append(body, make([]byte, (4-len(body)%4)%4)...)
	}
	binary.BigEndian.PutUint32(head, uint32(len(head)+len(table)+len(body)))
	return slices.Concat(head, table, body)
}
