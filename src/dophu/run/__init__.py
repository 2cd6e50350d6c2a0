"""One edition through papermill and the writers, into a place where only whole files ever lie."""
