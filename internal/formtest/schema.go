package formtest

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// ValidateSchema holds a value against the part of JSON Schema that ours are written
// in. Members that a schema does not list are faults: they are to be documented.
func ValidateSchema(root, schema map[string]any, v any, at string) (faults []string) {
	fault := func(format string, args ...any) {
		faults = append(faults, at+": "+fmt.Sprintf(format, args...))
	}
	if ref, ok := schema["$ref"].(string); ok {
		def := root["$defs"].(map[string]any)[strings.TrimPrefix(ref, "#/$defs/")].(map[string]any)
		return ValidateSchema(root, def, v, at)
	}
	if c, ok := schema["const"]; ok && c != v {
		fault("%v is not %v", v, c)
	}
	if enum, ok := schema["enum"].([]any); ok && !slices.Contains(enum, v) {
		fault("%v is none of %v", v, enum)
	}
	types, _ := schema["type"].([]any)
	if one, ok := schema["type"].(string); ok {
		types = []any{one}
	}
	is := func(name any) bool {
		switch x := v.(type) {
		case nil:
			return name == "null"
		case string:
			return name == "string"
		case bool:
			return name == "boolean"
		case float64:
			return name == "number" || name == "integer" && x == math.Trunc(x)
		case []any:
			return name == "array"
		}
		return name == "object"
	}
	if len(types) > 0 && !slices.ContainsFunc(types, is) {
		fault("%v is no %v", v, types)
	}
	if low, ok := schema["minimum"].(float64); ok && v.(float64) < low {
		fault("%v is less than %v", v, low)
	}
	switch x := v.(type) {
	case []any:
		if n, ok := schema["minItems"].(float64); ok && len(x) < int(n) {
			fault("too few items")
		}
		items, _ := schema["items"].(map[string]any)
		for i, e := range x {
			if items != nil {
				faults = append(faults, ValidateSchema(root, items, e, fmt.Sprintf("%s[%d]", at, i))...)
			}
		}
	case map[string]any:
		required, _ := schema["required"].([]any)
		for _, name := range required {
			if _, ok := x[name.(string)]; !ok {
				fault("%s is missing", name)
			}
		}
		props, _ := schema["properties"].(map[string]any)
		more, _ := schema["additionalProperties"].(map[string]any)
		for name, e := range x {
			switch p, ok := props[name].(map[string]any); {
			case ok:
				faults = append(faults, ValidateSchema(root, p, e, at+"."+name)...)
			case more != nil:
				faults = append(faults, ValidateSchema(root, more, e, at+"."+name)...)
			default:
				fault("%s is not documented", name)
			}
		}
	}
	return faults
}
