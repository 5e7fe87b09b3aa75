package demo

import (
	_ "embed"
	"sync"

	"go.yaml.in/yaml/v3"

	"github.com/gkxl/gkxl/model"
)

//go:embed district.yaml
var districtYAML []byte

// district is the content of district.yaml.
var district = sync.OnceValue(func() (d districtData) {
	if err := yaml.Unmarshal(districtYAML, &d); err != nil {
		panic(err) // it is part of the program
	}
	return d
})

type districtData struct {
	Province, City, District string
	Share                    struct{ Departments, Townships int }
	Departments              []department
	Townships                []township
	Itself, Stranger         string
	Types                    struct{ Province, City, District, Department, Township, Other string }
	Contact, Deadline        string
	Sizes                    map[string]map[string][]size
	Figures                  []pattern
	Requests, Outcomes       []pattern
	Texts                    map[string][][]string
}

type department struct {
	Name          string
	Former, Below []string
}

type township struct {
	Name, Former string
	Of           int
}

// size is a range From to To, which Of in a hundred units are in.
type size struct{ Of, From, To int }

// pattern says how the figures of the fields that it matches are drawn.
type pattern struct {
	Fields     string
	Weight     int
	Any        int      // in a hundred units, so many have a figure other than 0
	Per        string   // key of Sizes: the figure grows with it
	Thousandth int      // figure per unit of Per, in thousandths
	Most       int      // largest figure, where Per is empty
	Places     int      // decimal places of an amount
	Units      []string // units of money that units write
}

// matchPattern is the first pattern that matches a field.
func matchPattern(ps []pattern, fd *model.Field) pattern {
	for _, p := range ps {
		if model.MatchField(p.Fields, fd.ID) {
			return p
		}
	}
	return pattern{}
}
