"""Sources spoilt in every way that comes to mind, given to each loader: a sentence, or the whole, and never half.

draft      a source that is being spoilt: its files, what is called the source, what was done to it
seeds      the sources that are spoilt, by format: own samples, and rows of real files where these are there
octets     damage to bytes and lines
cells      damage to tables
trees      damage to JSON and YAML
words      damage to the marks of Markdown, HTML, RDF and the like
bombs      files made to swell, to nest or to lead elsewhere
archives   damage to zips and workbooks
folders    damage to what stands where: missing files, links, pipes, odd names
mutations  which damage befits which format, and the input of a number
trial      one input: what a load of it may do, and may not
worker     the process that tries the inputs of one format
run        the processes, and what became of their inputs
"""
