package check

// Judge is how a report becomes a sentence.
var Judge = judge
