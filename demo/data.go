package demo

import (
	_ "embed"
	"sync"

	"go.yaml.in/yaml/v3"

	"github.com/gkxl/gkxl/model"
)

//go:embed district.yaml
var districtYAML []byte

// district is what districts are like.
var district = sync.OnceValue(func() (d data) {
	if err := yaml.Unmarshal(districtYAML, &d); err != nil {
		panic(err) // it is part of the program
	}
	return d
})

type data struct {
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

// size is a range, and how many of a hundred units are in it.
type size struct{ Of, From, To int }

// pattern says something of fields.
type pattern struct {
	Fields     string
	Weight     int
	Any        int    // of a hundred units, so many have other figures than 0
	Per        string // what they grow with, a key of Sizes
	Thousandth int
	Most       int
	Places     int
	Units      []string
}

// match is the first pattern that fits a field.
func match(ps []pattern, fd *model.Field) pattern {
	for _, p := range ps {
		if model.MatchField(p.Fields, fd.ID) {
			return p
		}
	}
	return pattern{}
}
