package record

// DecodeWithin is decodeWithin.
var DecodeWithin = decodeWithin
