"""Types of cases: what is asked, which stages and checks there are, which term and templates; in versions."""
