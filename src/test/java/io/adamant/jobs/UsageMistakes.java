package io.adamant.jobs;

import static io.adamant.jobs.Mistake.mistake;
import static io.adamant.jobs.Mistake.scoring;
import static io.adamant.jobs.Mistake.setting;
import static io.adamant.jobs.Mistake.training;

import java.util.stream.Stream;

/** What can be wrong with settings, models and the command line itself. */
final class UsageMistakes {
  private UsageMistakes() {}

  static Stream<Mistake> settings() {
    return Stream.of(
        mistake("missing job file", "train @/none.conf", "no such job file: @/none.conf"),
        mistake("malformed job file", "train @/broken.conf", "@/broken.conf", "3"),
        mistake(
            "unknown key in the job file",
            "train @/unknown.conf",
            "@/unknown.conf, line 2: no such key: optimizer.learning-rat;",
            "the nearest is optimizer.learning-rate"),
        mistake(
            "wrong value in the job file",
            "train @/wrong.conf",
            "@/wrong.conf, line 4: optimizer.beta2 must be in [0, 1), got 1.5"),
        mistake("output not set", "train --set input.path=@/good.svm", "output is not set"),
        mistake("input not set", "train --set output=@/out", "input.path is not set"),
        training("output exists", "good.svm", "output=@/two", "output: @/two exists", "overwrite"),
        training("output is empty", "good.svm", "output=", "output"),
        training("output below a file", "good.svm", "output=@/good.svm/out", "@/good.svm/out"),
        mistake("--set without =", "train --set epochs", "--set takes key=value, got 'epochs'"),
        setting("epoch=3", "--set: no such key: epoch; the nearest is epochs"),
        setting("optimizer=adam", "optimizer is a section, not a key", "optimizer"),
        setting(
            "optimizer.groups=[{tensors=\"*\",weight-dcay=0}]",
            "no such key in optimizer.groups: weight-dcay; the nearest is weight-decay"),
        mistake(
            "include of a URL",
            "train @/url.conf",
            "@/url.conf: include url(http://127.0.0.1:1/evil.conf) is refused: only files"),
        mistake(
            "include of the class path",
            "train @/classpath.conf",
            "@/classpath.conf: include classpath(io/adamant/conf/reference.conf) is refused"),
        mistake(
            "include of itself",
            "train @/itself.conf",
            "@/itself.conf: more than 16 files to include, or one that includes itself"),
        mistake(
            "include of nothing",
            "train @/nothing.conf",
            "@/nothing.conf: no such file to include: nowhere.conf"),
        mistake(
            "environment variable", "train @/variable.conf", "${PATH}", "give those with --set"),
        mistake(
            "substitutions that double",
            "train @/doubling.conf",
            "@/doubling.conf: more than 12 substitutions ${...}"),
        mistake("nesting without end", "train @/deep.conf", "nested too deep"),
        mistake("key of many words", "train @/dots.conf", "@/dots.conf: a key of more than 64"),
        mistake("huge job file", "train @/large.conf", "@/large.conf has 300000 bytes", "262144"),
        mistake(
            "wrong value in a group of the job file",
            "train @/group.conf",
            "@/group.conf, line 6: optimizer.groups.clip-norm must be > 0, got 0"),
        mistake(
            "wrong value of averaging in the job file",
            "train @/averaging.conf",
            "@/averaging.conf, line 5: averaging.decay must be in [0, 1), got 1.0"),
        group("weight-decay=-1", "groups.weight-decay must be finite and >= 0, got -1.0"),
        group("learning-rate-factor=NaN", "groups.learning-rate-factor", ">= 0, got NaN"),
        group("l1=-0.5", "--set: optimizer.groups.l1 must be finite and >= 0, got -0.5"),
        group("l2=Infinity", "optimizer.groups.l2 must be finite and >= 0, got Infinity"),
        group("clip-norm=-1", "optimizer.groups.clip-norm must be > 0, got -1.0"),
        group(
            "frozen=maybe", "--set: optimizer.groups.frozen must be true or false, got \"maybe\""),
        group("frozen=true,l2=1", "--set: optimizer.groups.l2 has no use where frozen = true"),
        setting("optimizer.groups=[{weight-decay=0}]", "tensors is not set in optimizer.groups"),
        setting(
            "optimizer.groups=[{tensors=wieght}]",
            "--set: optimizer.groups.tensors = wieght matches nothing; the model has weight, bias"),
        setting(
            "optimizer.groups=[{tensors=\"*\",l1=1},{tensors=\"*bias\",l2=1}]",
            "--set: optimizer.groups.tensors = *bias gets nothing, since groups before it match"),
        setting(
            "model.bias=false optimizer.groups=[{tensors=bias}]",
            "optimizer.groups.tensors = bias matches nothing; the model has weight"),
        setting(
            "optimizer.groups=3",
            "--set: optimizer.groups must be a list such as [{ key = value }], got \"3\""),
        setting(
            "wire.precision=float16",
            "--set: wire.precision must be one of float64, float32, got float16"),
        setting("epochs=many", "--set: epochs must be a whole number, got \"many\""),
        setting("epochs=[1]", "--set: epochs must be a whole number, got [1]"),
        setting("model.bias=maybe", "--set: model.bias must be true or false, got \"maybe\""),
        setting(
            "model.type=logistics", "model.type must be one of logistic, softmax, ", "logistics"),
        setting(
            "model.huber-delta=2", "model.huber-delta is not a setting of logistic, but of huber"),
        setting("model.type=huber model.huber-delta=0", "model.huber-delta must be finite and > 0"),
        setting("model.type=huber model.huber-delta=NaN", "finite and > 0, got NaN"),
        setting(
            "model.type=quantile model.quantile=1", "model.quantile must be in (0, 1), got 1.0"),
        setting("model.type=quantile model.quantile=NaN", "must be in (0, 1), got NaN"),
        setting("model.quantil=0.5", "no such key: model.quantil; the nearest is model.quantile"),
        setting(
            "model.class-weight=heavy",
            "--set: model.class-weight must be balanced or a list such as [{ label = 1"),
        setting(
            "model.class-weight=[{label=1,weight=-2}]",
            "--set: model.class-weight must be finite and >= 0, got -2.0 for label 1"),
        setting(
            "model.class-weight=[{label=1,weight=2},{label=1,weight=3}]",
            "model.class-weight.label 1 is given twice"),
        setting("model.class-weight=[{label=1}]", "weight is not set in model.class-weight"),
        setting(
            "model.type=poisson model.class-weight=balanced",
            "--set: model.class-weight is for classes, and poisson predicts numbers"),
        setting("input.offset-column=o", "--set: input.offset-column is for parquet, csv and tsv"),
        setting(
            "model.type=softmax input.format=csv input.offset-column=o",
            "--set: input.offset-column is for models with one score a row, not softmax"),
        setting("optimizer.beta1=abc", "--set: optimizer.beta1 must be a number, got \"abc\""),
        setting("optimizer.type=[adam]", "--set: optimizer.type must be a word, got [\"adam\"]"),
        setting("foo.bar=1", "--set: no such key: foo.bar; the nearest is "),
        setting("optimizer.learning-rate=-1", "optimizer.learning-rate", ">= 0, got -1.0"),
        setting("optimizer.learning-rate=NaN", "optimizer.learning-rate", "finite", "NaN"),
        setting("optimizer.beta2=1.5", "optimizer.beta2 must be in [0, 1), got 1.5"),
        setting("optimizer.type=adamm", "optimizer.type must be one of sgd, ", "adamm"),
        setting(
            "optimizer.momentum=0.9", "optimizer.momentum is not a setting of adamw, but of sgd"),
        setting("optimizer.type=sgd optimizer.beta1=0.9", "beta1 is not a setting of sgd, but of "),
        setting("optimizer.rhoo=0.9", "no such key: optimizer.rhoo; the nearest is optimizer."),
        setting(
            "optimizer.type=sgd optimizer.nesterov=true",
            "--set: optimizer.nesterov needs momentum > 0"),
        setting(
            "optimizer.sparse=lasy",
            "optimizer.sparse must be one of dense, lazy, deferred, got lasy"),
        setting(
            "optimizer.sparse=deferred optimizer.type=lamb",
            "--set: optimizer.sparse = deferred cannot be had with lamb"),
        setting(
            "optimizer.sparse=deferred averaging.type=ema",
            "--set: optimizer.sparse = deferred cannot be had with averaging.type = ema"),
        setting("batch.size=0", "batch.size must be a whole number from 1 to ", "got 0"),
        setting("batch.size=1.5", "batch.size", "1.5"),
        setting("batch.lanes=3", "batch.lanes must be a power of two", "got 3"),
        setting("epochs=0", "epochs must be a whole number from 1 to ", "got 0"),
        setting("shards=3", "shards must be a power of two, got 3"),
        setting("batch.accumulation-steps=0", "batch.accumulation-steps must be", "got 0"),
        setting("batch.accumulation-steps=1.5", "batch.accumulation-steps must be", "got 1.5"),
        setting("clip.norm=0", "--set: clip.norm must be > 0, got 0"),
        setting("clip.value=NaN", "--set: clip.value must be > 0, got NaN"),
        setting("clip.norm=1 clip.norm-type=3", "clip.norm-type must be one of 1, 2, inf, got 3"),
        setting("clip.norm=1 clip.norm-epsilon=-1", "clip.norm-epsilon must be finite and >= 0"),
        setting("clip.norm-type=1", "clip.norm-type needs clip.norm, or clip-norm in optimizer.gr"),
        setting("clip.norm-epsilon=0", "--set: clip.norm-epsilon needs clip.norm, or clip-norm"),
        setting(
            "clip.non-finite=ignore",
            "clip.non-finite must be one of fail, skip, zero, rollback, got"),
        setting("averaging.type=swa", "averaging.type must be one of none, ema, tail, got swa"),
        setting("averaging.type=ema averaging.decay=1", "averaging.decay must be in [0, 1), got 1"),
        setting("averaging.type=ema averaging.decay=NaN", "averaging.decay must be in [0, 1)"),
        setting("averaging.decay=0.9", "averaging.decay is not for averaging.type = none"),
        setting("averaging.type=tail averaging.decay=0.9", "averaging.decay is not for", "tail"),
        setting("averaging.start-step=3", "averaging.start-step is not for averaging.type = none"),
        setting("averaging.type=ema averaging.start-step=0", "averaging.start-step must be", "0"),
        setting(
            "averaging.type=tail averaging.start-step=4 batch.size=50 batch.accumulation-steps=2",
            "--set: averaging.start-step must be <= the number of optimizer steps, 2, got 4"),
        setting(
            "schedule.type=cosine schedule.warmup-steps=3 batch.size=50 batch.accumulation-steps=2",
            "--set: schedule.warmup-steps must be below the number of steps, 2, got 3"),
        setting("validation.fraction=1.5", "validation.fraction must be in [0, 1), got 1.5"),
        setting(
            "validation.fraction=0.1 validation.path=@/good.svm",
            "validation.fraction and validation.path exclude each other"),
        setting(
            "validation.every=5",
            "--set: validation.every needs validation.path or validation.fraction"),
        setting("input.format=ctr", "input.path is not for input.format = ctr"),
        setting(
            "input.path=null input.format=wilson input.features=9",
            "--set: input.features follows from input.rows for input.format = wilson"),
        setting(
            "input.path=null input.format=wilson input.rows=429496729",
            "input.rows must be a whole number from 1 to 429496728"),
        setting(
            "input.path=null input.format=wilson input.positive-fraction=0.5",
            "--set: input.positive-fraction must be in (0.5, 1), got 0.5"),
        setting("input.positive-fraction=0.7", "input.positive-fraction is only for input.format"),
        setting("model.type=squares", "model.type must be one of logistic, softmax", "squares"),
        setting("input.format=libsmv", "input.format must be one of libsvm, parquet", "libsmv"),
        setting("input.features=0", "input.features must be a whole number from 1 to ", "got 0"),
        setting(
            "model.type=factorization-machine model.factors=0", "model.factors must be from 1 to"),
        setting(
            "model.type=factorization-machine model.factors=4097",
            "--set: model.factors must be from 1 to 4096, got 4097"),
        setting(
            "model.type=factorization-machine model.factors=2.5", "model.factors must be", "2.5"),
        setting(
            "model.type=factorization-machine model.initial-scale=NaN",
            "--set: model.initial-scale must be finite and > 0, got NaN"),
        setting("model.type=factorization-machine model.loss=huber", "model.loss must be one of"),
        setting("model.factors=8", "--set: model.factors is not a setting of logistic, but of fac"),
        setting(
            "model.type=field-aware-factorization-machine",
            "--set: model.type = field-aware-factorization-machine needs the fields of the features;",
            "set input.fields = "),
        setting(
            "model.type=field-aware-factorization-machine input.fields=[18,1,1] model.factors=1366",
            "--set: model.factors x fields must be at most 4096, got 1366 x 3"),
        setting(
            "input.path=null input.format=rare-words input.features=9",
            "--set: input.features must be >= 10 for input.format = rare-words, got 9"),
        setting("input.format=rare-words", "input.path is not for input.format = rare-words"),
        setting(
            "model.type=multilayer-perceptron model.hidden=[]",
            "--set: model.hidden must be one width or more, each from 1 to 4096, got []"),
        setting("model.type=multilayer-perceptron model.hidden=[128,0]", "got [128, 0]"),
        setting("model.type=multilayer-perceptron model.hidden=[4097]", "got [4097]"),
        setting(
            "model.type=multilayer-perceptron model.hidden=128",
            "--set: model.hidden must be a list of whole numbers such as [1, 2], got \"128\""),
        setting(
            "model.type=multilayer-perceptron model.dropout=1",
            "--set: model.dropout must be in [0, 1), got 1.0"),
        setting("model.type=deep-fm model.dropout=NaN input.fields=[20]", "model.dropout", "NaN"),
        setting(
            "model.type=multilayer-perceptron model.activation=sigmoid",
            "model.activation must be one of relu, gelu, tanh, got sigmoid"),
        setting(
            "model.type=embedding-bag model.dimension=0",
            "--set: model.dimension must be from 1 to 4096, got 0"),
        setting(
            "model.type=wide-and-deep",
            "--set: model.type = wide-and-deep needs the fields of the features;"),
        setting(
            "model.type=deep-fm", "--set: model.type = deep-fm needs the fields of the features;"),
        setting("input.fields=[]", "--set: input.fields must be one size or more, got []"),
        setting("input.fields=[20,0]", "--set: input.fields must be >= 1 each", "got [20, 0]"),
        setting("input.fields=[19.5,0.5]", "--set: input.fields must be whole numbers, got [19.5"),
        setting("input.fields=20", "input.fields must be a list of whole numbers", "got \"20\""),
        setting(
            "input.fields=[5,14] input.features=20",
            "--set: input.fields must have the sum input.features = 20, got [5, 14] with the sum 19"),
        setting(
            "input.path=null input.format=ctr input.fields=[1048576]",
            "--set: input.fields is for files; features of generated rows have none"),
        setting("schedule.type=cosines", "schedule.type must be one of constant, ", "cosines"),
        setting("schedule.warmup-steps=5", "schedule.warmup-steps is not for", "constant"),
        setting(
            "schedule.type=cosine schedule.warmup-steps=1000",
            "schedule.warmup-steps must be below the number of steps, 1, got 1000"));
  }

  private static Mistake group(String setting, String... parts) {
    return setting("optimizer.groups=[{tensors=\"*\",%s}]".formatted(setting), parts);
  }

  static Stream<Mistake> schedules() {
    return Stream.of(
        mistake(
            "wrong value in a part of a schedule",
            "train @/parts.conf",
            "@/parts.conf, line 5: schedule.gamma must be in (0, 1], got 2.0"),
        setting(
            "schedule.gama=0.5",
            "--set: no such key: schedule.gama; the nearest is schedule.gamma"),
        setting(
            "schedule.type=step schedule.step-size=5 schedule.gamma=NaN",
            "--set: schedule.gamma must be in (0, 1], got NaN"),
        setting("schedule.type=step", "schedule.step-size is not set"),
        setting("schedule.type=exponential", "schedule.gamma is not set"),
        setting(
            "schedule.type=step schedule.step-size=2.5",
            "schedule.step-size must be a whole number",
            "2.5"),
        setting(
            "schedule.type=step schedule.step-size=0", "schedule.step-size must be >= 1, got 0"),
        setting(
            "schedule.type=cosine schedule.gamma=0.5",
            "schedule.gamma is not for schedule.type = cosine, which takes eta-min, t-max, "
                + "warmup-steps"),
        setting(
            "schedule.type=cosine schedule.eta-min=0.1 optimizer.learning-rate=0.05",
            "schedule.eta-min must be from 0 to the learning rate, got 2.0 times"),
        setting(
            "schedule.type=one-cycle schedule.max-momentum=0.9",
            "schedule.max-momentum needs schedule.cycle-momentum = true"),
        setting(
            "schedule.type=one-cycle schedule.cycle-momentum=true schedule.base-momentum=1",
            "schedule.base-momentum must be in [0, 1), got 1"),
        setting(
            "schedule.type=cosine schedule.cycle-momentum=true",
            "schedule.cycle-momentum is not for schedule.type = cosine"),
        setting(
            "schedule.type=one-cycle schedule.anneal-strategy=sin",
            "schedule.anneal-strategy must be one of cos, linear, got sin"),
        setting(
            "schedule.type=one-cycle schedule.pct-start=0.7 schedule.three-phase=true",
            "schedule.pct-start must be in [0, 0.5] with three phases, got 0.7"),
        setting(
            "schedule.type=one-cycle schedule.three-phase=perhaps",
            "schedule.three-phase",
            "perhaps"),
        setting(
            "schedule.type=cyclic schedule.max-lr=0.0005",
            "schedule.max-lr must be at least schedule.base-lr, got 0.5 times that"),
        setting("schedule.type=multi-step schedule.milestones=[1,x]", "schedule.milestones", "x"),
        setting(
            "schedule.type=multi-step schedule.milestones=[3,4.5]",
            "--set: schedule.milestones must be whole numbers, got [3.0, 4.5]"),
        setting(
            "schedule.type=multi-step schedule.milestones=5",
            "--set: schedule.milestones must be a list of whole numbers such as [1, 2], got \"5\""),
        setting(
            "schedule.type=sequence schedule.milestones=[5] schedule.parts=[{type=constant}]",
            "schedule.parts must be one more than the milestones, 2, got 1"),
        setting(
            "schedule.type=sequence schedule.milestones=[0]"
                + " schedule.parts=[{type=constant},{type=constant}]",
            "schedule.milestones must be >= 1 and rise, got [0]"),
        setting(
            "schedule.type=sequence schedule.milestones=[5]"
                + " schedule.parts=[{type=constant},{type=cosine}]",
            "schedule.milestones must be below the number of steps, 1, got 5"),
        setting("schedule.type=product schedule.parts=[]", "schedule.parts must be at least one"),
        setting(
            "schedule.type=product schedule.parts=[{type=constant,gama=1}]",
            "no such key in schedule.parts: gama; the nearest is gamma"),
        setting(
            "schedule.type=product schedule.parts=[{type=constant,gamma=1}]",
            "--set: schedule.parts.gamma is not for schedule.type = constant"),
        setting(
            "schedule.type=product schedule.parts=[{type=exponential}]",
            "gamma is not set in schedule.parts"),
        setting(
            "schedule.type=product schedule.parts=[{type=plateau}]",
            "type must be one of constant, ",
            "got plateau"),
        setting(
            "schedule.type=plateau schedule.factor=1", "schedule.factor must be in [0, 1), got 1"),
        setting(
            "schedule.type=plateau schedule.mode=least",
            "schedule.mode must be one of min, max, got least"),
        setting(
            "schedule.type=plateau schedule.gamma=0.5",
            "schedule.gamma is not for schedule.type = plateau"));
  }

  static Stream<Mistake> models() {
    return Stream.of(
        scoring("missing model", "none", "good.svm", "no such folder: @/none"),
        mistake("empty model path", "evaluate --model  --input @/good.svm", "--model"),
        scoring("no manifest", "two", "good.svm", "no model at ", "@/two", "manifest.json"),
        scoring("model is a file", "good.svm", "good.svm", "manifest.json"),
        scoring("damaged manifest", "garbled", "good.svm", "manifest.json is malformed"),
        scoring("unknown model type", "unknown-type", "good.svm", "manifest.json", "quantum"),
        scoring("damaged parameters", "flipped", "good.svm", "@/flipped", "CRC-32C"),
        scoring("parameters cut short", "short", "good.svm", "@/short", "is cut short"),
        scoring("empty parameters", "void", "good.svm", "@/void", "ends within its header"),
        scoring("parameters too long", "long", "good.svm", "@/long", "longer than"),
        scoring("no parameters", "bare", "good.svm", "@/bare", "is missing"),
        scoring("model beyond the memory", "vast", "good.svm", "--driver-memory"),
        scoring(
            "labels that the model does not know",
            "trained",
            "three-labels.svm",
            "@/three-labels.svm, line 1: label 0",
            "-1 and 1"),
        scoring(
            "index that the model does not know",
            "trained",
            "large-index.svm",
            "@/large-index.svm, line 2: index 999 is beyond the largest, 20"),
        scoring("missing rows", "trained", "none.svm", "no such file or folder: @/none.svm"),
        scoring("no rows", "trained", "empty.svm", "@/empty.svm: no rows"),
        mistake(
            "unknown format",
            "evaluate --model @/trained --input @/good.svm --format lisbvm",
            "--format must be one of libsvm, parquet, csv, tsv, got lisbvm"),
        mistake(
            "setting of a training",
            "evaluate --model @/trained --input @/good.svm --set epochs=3",
            "section input",
            "epochs=3"),
        mistake(
            "predictions exist",
            "predict --model @/trained --input @/good.svm --output @/two",
            "--output: @/two exists"),
        mistake("predictions nowhere", "predict --model @/trained --input @/good.svm", "--output"),
        mistake(
            "index while predicting",
            "predict --model @/trained --input @/large-index.svm --output @/out",
            "@/large-index.svm, line 2: index 999"),
        mistake("nothing to inspect", "inspect @/none", "no such folder: @/none"),
        mistake("no rows to generate", "generate --rows 0 --output @/out", "--rows", ">= 1", "0"),
        mistake("rows are a number", "generate --rows ten --output @/out", "--rows", "ten"),
        mistake(
            "too many features",
            "generate --rows 1 --features 2147483647 --output @/out",
            "--features must be from 1 to 2147483646"),
        mistake("generated rows exist", "generate --rows 1 --output @/two", "@/two exists"),
        mistake("help on nothing", "help trian", "no such command: trian; the nearest is train"),
        mistake("help on no optimizers", "help optimiser", "the nearest is optimizers"),
        mistake("help on two", "help optimizers adam", "help takes one word, got optimizers adam"),
        mistake("no command", "", "a command is missing", "--help"),
        mistake("unknown command", "trian @/job.conf", "'trian'", "train"),
        mistake("mistyped option", "inspect @/trained --halp", "'--halp'", "--help"),
        mistake("mistyped option of train", "train --sett epochs=1", "'--sett'", "--set"));
  }
}
