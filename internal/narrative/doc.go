// Package narrative reads and writes the figures in a report's sentences. Reader.Read takes a report, and last
// year's if there is one, and returns every number in its narratives with a verdict: it agrees with the tables,
// disagrees, or is about something else. Fill puts figures into placeholders, Narrate writes sentences from the
// tables.
//
// The words come from the form's vocabulary (templates/forms/vocabulary.yaml). internal/check makes findings of
// the numbers that disagree, and internal/locate uses those that agree as evidence.
package narrative
