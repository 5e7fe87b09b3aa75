package model

// Narration is how a form's figures are put into words: sentences with
// placeholders, and the words for what they say.
type Narration struct {
	Section   string   // the narrative the sentences belong to
	Units     []string // units of a request to choose from; the first is the default
	Words     map[string]string
	Sentences []Sentence
}

// Sentence is one sentence in the ways it may be said. The first way that fits
// is taken.
type Sentence struct {
	ID   string
	Ways []Way
	Line int
}

// Way is one way to say a sentence. It fits when every figure of Zero is 0, when
// some figure of Some is not, and when last year's figures of Last are known.
type Way struct {
	Zero, Some, Last []string
	Text             string
	List             []Item // what {{list}} stands for
	Line             int
}

// Item is an element of an enumeration; one whose figure is 0 is left out.
type Item struct {
	Figure string
	Text   string
}
