package doc

import "encoding/binary"

// The records of drawings that are told apart, and the property that names a shape's picture.
const (
	recordShape   = 0xF00A
	recordOptions = 0xF00B
	namesPicture  = 0x0104
)

// readDrawings finds which drawings are pictures, and gives the positions of their anchors by the number of the shape.
// Where drawings do not fit together those that were found count.
func (f *file) readDrawings() map[uint32]int {
	f.pictures = map[int]bool{}
	shapes := map[uint32]bool{}
	data := f.structure(fcDrawings)
	at := map[uint32]int{}
	if len(data) < 8 {
		return at
	}
	head := 8 + int(binary.LittleEndian.Uint32(data[4:])) // what all drawings have in common, the pictures themselves
	for head >= 8 && head+1 < len(data) {
		rest := data[head+1:] // the byte tells the text from the headers
		if len(rest) < 8 {
			break
		}
		size := 8 + int(binary.LittleEndian.Uint32(rest[4:]))
		pictureShapes(rest[:min(size, len(rest))], shapes, 0)
		head += 1 + size
	}
	anchors := f.structure(fcAnchors)
	const size = 26 // of an anchor
	n := (len(anchors) - 4) / (4 + size)
	for i := range max(0, n) {
		shape := binary.LittleEndian.Uint32(anchors[4*(n+1)+size*i:])
		at[shape] = int(binary.LittleEndian.Uint32(anchors[4*i:]))
		f.pictures[at[shape]] = shapes[shape]
	}
	return at
}

// readBoxes finds the text boxes. Their text begins at a position; the anchors are by the number of the shape.
func (f *file) readBoxes(anchors map[uint32]int, from int) {
	f.boxes = map[int]span{}
	data := f.structure(fcBoxes)
	const size = 22 // of what is said of a box
	n := (len(data) - 4) / (4 + size)
	for i := range max(0, n) {
		shape := binary.LittleEndian.Uint32(data[4*(n+1)+size*i+14:])
		if anchor, ok := anchors[shape]; ok {
			f.boxes[anchor] = span{from + int(binary.LittleEndian.Uint32(data[4*i:])), from + int(binary.LittleEndian.Uint32(data[4*i+4:]))}
		}
	}
}

// pictureShapes enters the numbers of the shapes among records that are pictures.
func pictureShapes(data []byte, shapes map[uint32]bool, depth int) {
	const deepest = 20
	shape := uint32(0)
	for len(data) >= 8 && depth < deepest {
		flags, kind, size := binary.LittleEndian.Uint16(data), binary.LittleEndian.Uint16(data[2:]), int(binary.LittleEndian.Uint32(data[4:]))
		content := data[8:]
		content = content[:min(size, len(content))]
		data = data[8+len(content):]
		switch {
		case flags&15 == 15:
			pictureShapes(content, shapes, depth+1)
		case kind == recordShape && len(content) >= 4:
			shape = binary.LittleEndian.Uint32(content)
		case kind == recordOptions:
			for i := range min(int(flags>>4), len(content)/6) {
				if binary.LittleEndian.Uint16(content[6*i:])&0x3FFF == namesPicture && binary.LittleEndian.Uint32(content[6*i+2:]) != 0 {
					shapes[shape] = true
				}
			}
		}
	}
}
