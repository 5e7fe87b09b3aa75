package model

// Narration is how a form's figures are put into sentences.
type Narration struct {
	Section   string   // the narrative the sentences belong to
	Units     []string // units of a request to choose from; the first is the default
	Words     map[string]string
	Sentences []Sentence
}

// Sentence is one sentence with the ways of saying it. The first way whose conditions hold is taken.
type Sentence struct {
	ID   string
	Ways []Way
	Line int
}

// Way is one way of saying a sentence. Its conditions are that every figure of Zero is 0, that some figure of
// Some is not 0, and that last year's figures of Last are known.
type Way struct {
	Zero, Some, Last []string
	Text             string
	List             []Item // what {{list}} stands for
	Line             int
}

// Item is an element of an enumeration; it is left out if its figure is 0.
type Item struct {
	Figure string
	Text   string
}
