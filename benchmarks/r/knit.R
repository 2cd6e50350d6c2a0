# Rscript knit.R ROOT OUT PERIOD JOBS UNIT... : one HTML file a unit, in this process or, with JOBS, in forks of it.
asked <- commandArgs(TRUE)
library(rmarkdown)
library(ggplot2)
here <- dirname(sub("--file=", "", grep("--file=", commandArgs(FALSE), value = TRUE)))
knit <- function(unit) {
  work <- tempfile("knit"); dir.create(work)
  file.copy(file.path(here, "report.Rmd"), work)
  render(file.path(work, "report.Rmd"), output_file = file.path(normalizePath(asked[2]), paste0(unit, ".html")),
         params = list(root = asked[1], period = asked[3], unit = unit), envir = new.env(), quiet = TRUE)
}
units <- asked[-(1:4)]
# rmarkdown clears its temporary files in the folder that all forks share: some renders fail, and are done again.
if (as.integer(asked[4]) > 1) for (round in 1:5) {
  made <- suppressWarnings(parallel::mclapply(units, knit, mc.cores = as.integer(asked[4]), mc.preschedule = FALSE))
  units <- units[vapply(made, inherits, TRUE, "try-error")]
  if (length(units) == 0) break
} else for (unit in units) knit(unit)
