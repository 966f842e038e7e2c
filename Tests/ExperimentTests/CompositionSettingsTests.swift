import Diagnostics
import Experiment
import TestSupport
import Testing
import YAMLSyntax

@Suite struct CompositionSettingsTests {
    private static let text = """
        assay: 1
        semantics: {keras-2.2.4: {x: 1}}
        parameters: {data: ../x, height: 150}
        datasets: {train_1: {folder: x, batch_size: 16}}
        models:
          cnn:
            input: [150, 150, 3]
            layers: [{Conv2D: {filters: 64}}, Flatten, {Dropout: 0.2}, {Dense: {units: 2}}, {Dropout: 0.4}]
        callbacks:
          watchful: [{ModelCheckpoint: {monitor: val_acc}}, {EarlyStopping: {patience: 15}}]
          empty:
        steps:
          - compile: {model: m, optimizer: adam, metrics: [accuracy, AUC]}
          - train: {id: training_1, epochs: 25}
          - compile: {model: n, optimizer: {Adam: {learning_rate: 1, clipnorm: 2}}}

        """

    @Test(arguments: [
        ("data=/y", "parameters", "{data: /y, height: 150}"),
        ("data=", "parameters", "{data: , height: 150}"),
        ("height=[1, 2]", "parameters", "{data: ../x, height: [1, 2]}"),
        ("data=a=b", "parameters", "{data: a=b, height: 150}"),
        ("parameters.data=/y", "parameters", "{data: /y, height: 150}"),
        (".assay=2", "assay", "2"),
        (".semantics=keras-3", "semantics", "keras-3"),
        ("semantics.keras-2.2.4.x=2", "semantics", "{keras-2.2.4: {x: 2}}"),
        (".seed=7", "seed", "7"),
        ("datasets.train_1.batch_size=8", "datasets", "{train_1: {folder: x, batch_size: 8}}"),
        ("datasets.train_1.shuffle=false", "datasets", "{train_1: {folder: x, batch_size: 16, shuffle: false}}"),
        (
            "datasets.train_1.synthetic={radiographs: {count: 4}}", "datasets",
            "{train_1: {batch_size: 16, synthetic: {radiographs: {count: 4}}}}"
        ),
        ("datasets.train_1={batch_size: 8}", "datasets", "{train_1: {folder: x, batch_size: 8}}"),
        (
            "callbacks.watchful[0].monitor=val_loss", "callbacks.watchful",
            "[{ModelCheckpoint: {monitor: val_loss}}, {EarlyStopping: {patience: 15}}]"
        ),
        (
            "callbacks.watchful.EarlyStopping.patience=3", "callbacks.watchful",
            "[{ModelCheckpoint: {monitor: val_acc}}, {EarlyStopping: {patience: 3}}]"
        ),
        (
            "callbacks.watchful[1].EarlyStopping.patience=3", "callbacks.watchful",
            "[{ModelCheckpoint: {monitor: val_acc}}, {EarlyStopping: {patience: 3}}]"
        ),
        ("callbacks.watchful[1]=TerminateOnNaN", "callbacks.watchful", "[{ModelCheckpoint: {monitor: val_acc}}, TerminateOnNaN]"),
        ("callbacks.watchful=[]", "callbacks.watchful", "[]"),
        ("callbacks.more=[EarlyStopping]", "callbacks.more", "[EarlyStopping]"),
        ("callbacks.empty.x=1", "callbacks.empty", "{x: 1}"),
        ("models.cnn.input=[62, 62, 3]", "models.cnn.input", "[62, 62, 3]"),
        ("models.cnn.input[2]=1", "models.cnn.input", "[150, 150, 1]"),
        (
            "models.cnn.layers[2]=Flatten", "models.cnn.layers",
            "[{Conv2D: {filters: 64}}, Flatten, Flatten, {Dense: {units: 2}}, {Dropout: 0.4}]"
        ),
        (
            "models.cnn.layers[2].Dropout=0.5", "models.cnn.layers",
            "[{Conv2D: {filters: 64}}, Flatten, {Dropout: 0.5}, {Dense: {units: 2}}, {Dropout: 0.4}]"
        ),
        (
            "models.cnn.layers[1].name=f", "models.cnn.layers",
            "[{Conv2D: {filters: 64}}, {Flatten: {name: f}}, {Dropout: 0.2}, {Dense: {units: 2}}, {Dropout: 0.4}]"
        ),
        (
            "models.cnn.layers.Flatten.name=f", "models.cnn.layers",
            "[{Conv2D: {filters: 64}}, {Flatten: {name: f}}, {Dropout: 0.2}, {Dense: {units: 2}}, {Dropout: 0.4}]"
        ),
    ])
    func settings(setting: String, place: String, shape: String) {
        let composition = compose(Self.text, setting)
        #expect(composition.diagnostics.isEmpty)
        #expect(place.split(separator: ".").reduce(composition.document?.root) { $0?[String($1)] }?.shape == shape)
    }

    @Test(arguments: [
        ("steps.training_1.epochs=3", 1, "{train: {id: training_1, epochs: 3}}"),
        ("steps.train.epochs=3", 1, "{train: {id: training_1, epochs: 3}}"),
        ("steps[1].epochs=3", 1, "{train: {id: training_1, epochs: 3}}"),
        ("steps.training_1={epochs: 3, callbacks: w}", 1, "{train: {id: training_1, epochs: 3, callbacks: w}}"),
        (
            "steps.compile.metrics[1].curve=PR", 0,
            "{compile: {model: m, optimizer: adam, metrics: [accuracy, {AUC: {curve: PR}}]}}"
        ),
        ("steps.compile.optimizer=sgd", 0, "{compile: {model: m, optimizer: sgd, metrics: [accuracy, AUC]}}"),
        (
            "steps.compile_2.optimizer.Adam.learning_rate=3", 2,
            "{compile: {model: n, optimizer: {Adam: {learning_rate: 3, clipnorm: 2}}}}"
        ),
        (
            "steps.compile_2.optimizer.learning_rate=3", 2,
            "{compile: {model: n, optimizer: {Adam: {learning_rate: 3, clipnorm: 2}}}}"
        ),
        (
            "steps.compile_2.optimizer.beta_1=3", 2,
            "{compile: {model: n, optimizer: {Adam: {learning_rate: 1, clipnorm: 2, beta_1: 3}}}}"
        ),
        ("steps.compile_2.optimizer.SGD=3", 2, "{compile: {model: n, optimizer: {SGD: 3}}}"),
        ("steps.compile_2.optimizer={SGD: 3}", 2, "{compile: {model: n, optimizer: {SGD: 3}}}"),
        (".steps={training_1: {epochs: 3}}", 1, "{train: {id: training_1, epochs: 3}}"),
        (".steps+=[evaluate]", 3, "evaluate"),
        (".steps=[evaluate]", 0, "evaluate"),
    ])
    func stepSettings(setting: String, index: Int, shape: String) {
        let composition = compose(Self.text, setting)
        #expect(composition.diagnostics.isEmpty)
        #expect(composition.document?.root["steps+"] == nil)
        #expect(composition.document?.root["steps"]?.items?[index].shape == shape)
    }

    @Test func placesPointIntoTheFlag() throws {
        let flag = "--set models.cnn.input=[62, x]"
        let composition = compose(Self.text, "models.cnn.input=[62, x]", "data=肺/y")
        let document = try #require(composition.document)
        let entry = try #require(document.root["models"]?["cnn"]?.entries?.first)
        #expect(entry.position == SourcePosition(file: flag, line: 1, column: 12))
        #expect(entry.length == 5)
        #expect(entry.value.position == SourcePosition(file: flag, line: 1, column: 18))
        #expect(entry.value.items?[1].position == SourcePosition(file: flag, line: 1, column: 23))
        #expect(document.sources.line(1, of: flag) == "models.cnn.input=[62, x]")
        #expect(document.baseDirectory(of: flag) == "/home/me")
        #expect(document.baseDirectory(of: "Experiments/main.yaml") == "/home/me/Experiments")
        let data = try #require(document.root["parameters"]?.entries?.first)
        #expect(data.position == SourcePosition(file: "--set data=肺/y", line: 1, column: 1))
        #expect(data.value.position == SourcePosition(file: "--set data=肺/y", line: 1, column: 6))
    }

    @Test func laterSettingsWinAndBadOnesLeaveTheRest() {
        let composition = compose(Self.text, "height=1", "hieght=2", "steps.training_1.epochs=[", "height=3")
        #expect(composition.diagnostics.map(\.id) == ["unknown-parameter", "yaml-syntax"])
        #expect(composition.document?.root["parameters"]?.shape == "{data: ../x, height: 3}")
    }

    /// The setting, the message, the column and length that are underlined, and the help.
    @Test(
        arguments: [
            ("epochs", "`--set` takes NAME=VALUE, and there is no `=` in this", 1, 6, ["write `--set epochs=3`"]),
            ("", "`--set` takes NAME=VALUE, and there is no `=` in this", 1, 1, ["write `--set epochs=3`"]),
            ("=3", "a name is missing before the `=`", 1, 1, ["write `--set epochs=3`"]),
            ("a b=3", "a name has no blanks in it", 1, 3, ["write `--set epochs=3`"]),
            (
                "hieght=3", "this experiment declares no parameter `hieght`", 1, 6,
                ["did you mean `height`?", "parameters: data, height"]
            ),
            (
                "assay=3", "this experiment declares no parameter `assay`", 1, 5,
                ["parameters: data, height", "to set the section `assay`, write `--set .assay=…`"]
            ),
            ("data=[:-5]", "'[:-5]' is a list to YAML, and no valid one", 6, 5, ["quote it: \"[:-5]\""]),
            ("data=# x", "there is no value here", 6, 1, ["quote a text that begins with `#`"]),
            ("data=*x", "no anchor '&x' stands above", 6, 2, ["for a text that begins with `*`, quote it: \"*x\""]),
            ("modles.cnn.input=1", "the experiment has no `modles`", 1, 6, ["did you mean `models`?"]),
            ("models.cmn.input=1", "`models` has no `cmn`", 8, 3, ["did you mean `cnn`?", "keys there: cnn"]),
            (
                "steps.trainin_1.epochs=3", "the list `steps` has no `trainin_1`", 7, 9,
                ["did you mean `training_1`?", "items: compile, training_1, compile_2"]
            ),
            ("steps.train_9=3", "the list `steps` has no `train_9`", 7, 7, ["items: compile, training_1, compile_2"]),
            (
                "models.cnn.layers.Dropout=0.1", "the list `models.cnn.layers` has several `Dropout`", 19, 7,
                ["name one: models.cnn.layers[2], models.cnn.layers[4]"]
            ),
            ("callbacks.watchful[2].monitor=x", "`callbacks.watchful` has no item [2]", 19, 3, ["its items are [0] to [1]"]),
            (
                "callbacks.watchful[99999999999999999999].x=1", "`callbacks.watchful` has no item [99999999999999999999]", 19, 22,
                ["its items are [0] to [1]"]
            ),
            ("models[0]=1", "`models` is a mapping, which has keys and no numbers", 7, 3, ["keys: cnn"]),
            (
                "steps.compile.optimizer.Adam.learning_rate=1",
                "`steps.compile.optimizer` is the value `adam`, and nothing stands inside it", 25, 4,
                ["set it whole: `--set 'steps.compile.optimizer={Adam: {…}}'`"]
            ),
            (
                "models.cnn.layers[2].rate=1", "`models.cnn.layers[2].Dropout` is the value `0.2`, and nothing stands inside it",
                22, 4,
                ["set it whole: `--set 'models.cnn.layers[2].Dropout={…}'`"]
            ),
            ("parameters.heigth=1", "`parameters` has no `heigth`", 12, 6, ["did you mean `height`?"]),
            (
                "training_1.epochs=1", "the experiment has no `training_1`", 1, 10,
                ["a step is found below the steps: `steps.training_1`"]
            ),
            (".extends=x", "a file's `extends` cannot be set", 2, 7, ["name the other file instead"]),
        ] as [(String, String, Int, Int, [String])])
    func mistakes(setting: String, message: String, column: Int, length: Int, help: [String]) {
        let composition = compose(Self.text, setting)
        #expect(composition.diagnostics.map(\.message) == [message])
        #expect(composition.diagnostics.map(\.position) == [SourcePosition(file: "--set \(setting)", line: 1, column: column)])
        #expect(composition.diagnostics.map(\.length) == [length])
        #expect(composition.diagnostics.first?.help.prefix(help.count) == help[...])
        let isMisuse = ["setting-without-value", "setting-without-name", "malformed-path"].contains(
            composition.diagnostics.first?.id)
        #expect(composition.diagnostics.map(\.outcome) == [isMisuse ? .usage : .invalid])
        #expect(composition.shape == compose(Self.text).shape)
        #expect(composition.sources.line(1, of: "--set \(setting)") == Substring(setting))
    }

    @Test(arguments: [
        (".=1", 2), ("a..b=1", 3), ("a.=1", 3), ("a.[0]=1", 3), ("[0].a=1", 1), ("a[=1", 2), ("a.b[-1]=1", 4), ("a.b[x]=1", 4),
        ("a[]=1", 2),
        ("a]b.c=1", 2), ("a[0]b=1", 5), ("..a=1", 2),
    ])
    func malformedPaths(setting: String, column: Int) {
        let composition = compose(Self.text, setting)
        #expect(composition.diagnostics.map(\.id) == ["malformed-path"])
        #expect(composition.diagnostics.map { $0.position?.column } == [column])
        #expect(composition.shape == compose(Self.text).shape)
    }

    /// Whatever the flag, it ends in a change or in one diagnostic in the flag.
    @Test func noiseEnds() {
        let words = [
            "steps", "callbacks", "watchful", "[0]", "[1]", ".", ".", "models", "cnn", "layers", "=", "=", "Dropout", "{a: 1}",
            "[", "]", ":", "\"", "*",
            "&a", "肺", " ", "\n", "\t", "training_1", "compile_2", "optimizer", "Adam", "+", "extends", "data", "3", "{", "}",
            "---",
        ]
        var random = SeededGenerator(seed: 3)
        for _ in 0..<300 {
            let setting = (0..<Int.random(in: 0...10, using: &random)).compactMap { _ in words.randomElement(using: &random) }
                .joined()
            let composition = compose(Self.text, setting)
            #expect(composition.document != nil)
            for diagnostic in composition.diagnostics {
                #expect(diagnostic.position?.file == "--set \(setting)", "\(setting.debugDescription)")
                _ = TextRenderer(color: false, sources: composition.sources).render(diagnostic)
            }
        }
    }

    @Test func settingsCannotDeepenWithoutEnd() {
        let kinds = String(repeating: "{A: ", count: 50) + "{}" + String(repeating: "}", count: 50)
        let composer = Composer(workingDirectory: "/") { _ in Array("a: {x: \(kinds)}".utf8) }
        #expect(composer.compose(file: "f", settings: ["a.x.k=\(kinds)"]).diagnostics.isEmpty)
        let deeper = composer.compose(file: "f", settings: ["a.x.k=\(kinds)", "a.x.k.z=\(kinds)"])
        #expect(deeper.diagnostics.map(\.id) == ["malformed-path"])
    }

    @Test func longSettingsEnd() {
        let deep = Array(repeating: "a", count: 100_000).joined(separator: ".") + "=1"
        #expect(compose(Self.text, deep).diagnostics.map(\.id) == ["malformed-path"])
        let wide = "data=" + String(repeating: "[", count: 100_000)
        #expect(compose(Self.text, wide).diagnostics.map(\.id) == ["too-deep"])
        #expect(compose(Self.text, "data=\u{1B}").diagnostics.map(\.id) == ["control-character"])
    }
}
