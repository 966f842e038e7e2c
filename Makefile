# make demo: build, run the phantom experiment, print what it found. make test: all tests.
.PHONY: demo test build deps lint schema clean

demo: build
	@.build/release/assay run Experiments/phantom-transfer.yaml

test: deps
	swift test

build: deps
	swift build -c release --product assay

deps:
	@Scripts/deps

lint:
	swift format lint --strict --recursive Package.swift Sources Tests Benchmarks

schema: build
	.build/release/assay schema > Schemas/experiment.schema.json

clean:
	rm -rf .build
