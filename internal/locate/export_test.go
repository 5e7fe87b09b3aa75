package locate

import "reflect"

// WeightNames are the names of the weights, in the order of their table.
func WeightNames() []string {
	var out []string
	for i := range reflect.TypeFor[weights]().NumField() {
		out = append(out, reflect.TypeFor[weights]().Field(i).Name)
	}
	return out
}

// Weight is the usual weight of a name.
func Weight(name string) float64 { return reflect.ValueOf(defaultWeights).FieldByName(name).Float() }

// WithWeight is the problem to be solved with one weight other than usual.
func (p Problem) WithWeight(name string, to float64) Problem {
	w := defaultWeights
	*(*float64)(reflect.ValueOf(&w).Elem().FieldByName(name).Addr().UnsafePointer()) = to
	p.weights = &w
	return p
}
