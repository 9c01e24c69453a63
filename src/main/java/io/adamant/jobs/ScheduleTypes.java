package io.adamant.jobs;

import io.adamant.schedule.Constant;
import io.adamant.schedule.CosineAnnealing;
import io.adamant.schedule.CosineRestarts;
import io.adamant.schedule.Cyclic;
import io.adamant.schedule.Cyclic.Mode;
import io.adamant.schedule.ExponentialDecay;
import io.adamant.schedule.InverseSquareRootDecay;
import io.adamant.schedule.InverseTimeDecay;
import io.adamant.schedule.LinearRamp;
import io.adamant.schedule.LinearWarmup;
import io.adamant.schedule.MultiStepDecay;
import io.adamant.schedule.Noam;
import io.adamant.schedule.OneCycle;
import io.adamant.schedule.OneCycle.Anneal;
import io.adamant.schedule.PolynomialDecay;
import io.adamant.schedule.Schedule;
import io.adamant.schedule.ScheduleProduct;
import io.adamant.schedule.ScheduleSequence;
import io.adamant.schedule.Schedules;
import io.adamant.schedule.StepDecay;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** The schedules that are functions of the step, by their names in a configuration. */
final class ScheduleTypes {
  /** Makes a schedule for a run, or a stretch of one, of some steps. */
  private interface Reader {
    Schedule read(ScheduleKeys keys, long steps);
  }

  private record Type(Set<String> keys, Reader reader) {}

  private static final Map<String, Type> TYPES = new LinkedHashMap<>();

  static {
    put("constant", ScheduleTypes::constant, "factor", "total-iters");
    put("linear", ScheduleTypes::linear, "start-factor", "end-factor", "total-iters");
    put("warmup", (keys, steps) -> warmup(keys), "warmup-steps");
    putAfterWarmup("step", (keys, steps) -> step(keys), "step-size", "gamma");
    putAfterWarmup("multi-step", (keys, steps) -> multiStep(keys), "milestones", "gamma");
    putAfterWarmup("exponential", (keys, steps) -> exponential(keys), "gamma", "decay-steps");
    putAfterWarmup("inverse-square-root", (keys, steps) -> inverseSquareRoot(keys), "timescale");
    putAfterWarmup("inverse-time", (keys, steps) -> inverseTime(keys), "decay-rate", "decay-steps");
    put("noam", (keys, steps) -> noam(keys), "model-size", "warmup-steps");
    putAfterWarmup("polynomial", ScheduleTypes::polynomial, "total-iters", "power", "eta-min");
    putAfterWarmup("cosine", ScheduleTypes::cosine, "t-max", "eta-min");
    putAfterWarmup(
        "cosine-restarts", (keys, steps) -> cosineRestarts(keys), "t-0", "t-mult", "eta-min");
    put(
        "one-cycle",
        ScheduleTypes::oneCycleTo,
        "max-lr",
        "total-steps",
        "pct-start",
        "anneal-strategy",
        "three-phase",
        "div-factor",
        "final-div-factor");
    put(
        "cyclic",
        (keys, steps) -> cyclic(keys),
        "base-lr",
        "max-lr",
        "step-size-up",
        "step-size-down",
        "mode",
        "gamma");
    put("wsd", ScheduleTypes::warmupStableDecay, "warmup-steps", "decay-steps", "eta-min");
    put("sequence", ScheduleTypes::sequence, "milestones", "parts");
    put("product", ScheduleTypes::product, "parts");
  }

  static final List<String> NAMES = List.copyOf(TYPES.keySet());

  private ScheduleTypes() {}

  private static void put(String name, Reader reader, String... keys) {
    TYPES.put(name, new Type(Set.of(keys), reader));
  }

  /** A schedule that may come after a warmup, and counts its own steps after it. */
  private static void putAfterWarmup(String name, Reader reader, String... keys) {
    Set<String> all = new TreeSet<>(Set.of(keys));
    all.add("warmup-steps");
    TYPES.put(name, new Type(all, (own, steps) -> afterWarmup(own, steps, reader)));
  }

  private static Schedule afterWarmup(ScheduleKeys keys, long steps, Reader reader) {
    long warmupSteps = warmup(keys).warmupSteps();
    requireRoom(keys, "warmup-steps", warmupSteps, steps);
    return Schedules.warmedUp(warmupSteps, reader.read(keys, steps - warmupSteps));
  }

  private static void requireRoom(ScheduleKeys keys, String key, long before, long steps) {
    if (before >= steps) {
      throw keys.invalid(
          key, "must be below the number of steps, %d, got %d".formatted(steps, before));
    }
  }

  /** The schedule of a run. */
  static Schedule ofRun(ScheduleKeys keys, long steps) {
    return read(keys, MomentumSettings.belongTo(keys) ? MomentumSettings.KEYS : Set.of(), steps);
  }

  /** The schedule of a part: of a stretch of a run, or a factor; it leaves the momentum alone. */
  private static Schedule read(ScheduleKeys keys, long steps) {
    return read(keys, Set.of(), steps);
  }

  private static Schedule read(ScheduleKeys keys, Set<String> moreKeys, long steps) {
    Type type = Objects.requireNonNull(TYPES.get(keys.choice("type", NAMES)));
    Set<String> known = new TreeSet<>(type.keys());
    known.addAll(moreKeys);
    keys.requireOnly(known);
    return keys.build(() -> type.reader().read(keys, steps));
  }

  private static Schedule constant(ScheduleKeys keys, long steps) {
    return new Constant(keys.number("factor", 1), keys.whole("total-iters", steps));
  }

  private static Schedule linear(ScheduleKeys keys, long steps) {
    return new LinearRamp(
        keys.number("start-factor", LinearRamp.DEFAULT_START_FACTOR),
        keys.number("end-factor", LinearRamp.DEFAULT_END_FACTOR),
        keys.whole("total-iters", steps));
  }

  private static LinearWarmup warmup(ScheduleKeys keys) {
    return new LinearWarmup(keys.whole("warmup-steps", 0));
  }

  private static Schedule step(ScheduleKeys keys) {
    return new StepDecay(keys.whole("step-size"), keys.number("gamma", StepDecay.DEFAULT_GAMMA));
  }

  private static Schedule multiStep(ScheduleKeys keys) {
    return new MultiStepDecay(
        keys.wholes("milestones"), keys.number("gamma", MultiStepDecay.DEFAULT_GAMMA));
  }

  private static Schedule exponential(ScheduleKeys keys) {
    return new ExponentialDecay(keys.number("gamma"), keys.whole("decay-steps", 1));
  }

  private static Schedule inverseSquareRoot(ScheduleKeys keys) {
    long timescale = Math.max(1, warmup(keys).warmupSteps());
    return new InverseSquareRootDecay(keys.whole("timescale", timescale));
  }

  private static Schedule inverseTime(ScheduleKeys keys) {
    return new InverseTimeDecay(keys.number("decay-rate"), keys.whole("decay-steps", 1));
  }

  private static Schedule noam(ScheduleKeys keys) {
    return new Noam(keys.whole("model-size"), keys.whole("warmup-steps"));
  }

  private static Schedule polynomial(ScheduleKeys keys, long steps) {
    return new PolynomialDecay(
        keys.whole("total-iters", steps),
        keys.number("power", PolynomialDecay.DEFAULT_POWER),
        keys.rate("eta-min", 0));
  }

  private static Schedule cosine(ScheduleKeys keys, long steps) {
    return new CosineAnnealing(keys.number("t-max", (double) steps), keys.rate("eta-min", 0));
  }

  private static Schedule cosineRestarts(ScheduleKeys keys) {
    return new CosineRestarts(
        keys.whole("t-0"),
        keys.whole("t-mult", CosineRestarts.DEFAULT_T_MULT),
        keys.rate("eta-min", 0));
  }

  static OneCycle oneCycle(ScheduleKeys keys, long steps) {
    return new OneCycle(
        keys.whole("total-steps", steps),
        keys.number("pct-start", OneCycle.DEFAULT_PCT_START),
        keys.constant("anneal-strategy", Anneal.COS),
        keys.bool("three-phase", false),
        keys.number("div-factor", OneCycle.DEFAULT_DIV_FACTOR),
        keys.number("final-div-factor", OneCycle.DEFAULT_FINAL_DIV_FACTOR));
  }

  /** With a top of its own, where one is given. */
  private static Schedule oneCycleTo(ScheduleKeys keys, long steps) {
    OneCycle cycle = oneCycle(keys, steps);
    return keys.has("max-lr")
        ? new ScheduleProduct(List.of(new Constant(keys.rate("max-lr")), cycle))
        : cycle;
  }

  static Cyclic cyclic(ScheduleKeys keys) {
    long stepSizeUp = keys.whole("step-size-up", Cyclic.DEFAULT_STEP_SIZE_UP);
    return new Cyclic(
        keys.rate("base-lr", 1),
        keys.rate("max-lr"),
        stepSizeUp,
        keys.whole("step-size-down", stepSizeUp),
        keys.constant("mode", Mode.TRIANGULAR),
        keys.number("gamma", 1));
  }

  private static Schedule warmupStableDecay(ScheduleKeys keys, long steps) {
    return Schedules.warmupStableDecay(
        warmup(keys).warmupSteps(), keys.whole("decay-steps"), steps, keys.rate("eta-min", 0));
  }

  private static Schedule sequence(ScheduleKeys keys, long steps) {
    List<Long> milestones = keys.wholes("milestones");
    List<ScheduleKeys> parts = parts(keys);
    if (parts.size() != milestones.size() + 1) {
      throw keys.invalid(
          "parts",
          "must be one more than the milestones, %d, got %d"
              .formatted(milestones.size() + 1, parts.size()));
    }
    List<Schedule> schedules = new ArrayList<>();
    long start = 0;
    for (int i = 0; i < milestones.size(); i++) {
      long end = milestones.get(i);
      if (end <= start) {
        throw keys.invalid("milestones", "must be >= 1 and rise, got " + milestones);
      }
      schedules.add(read(parts.get(i), end - start));
      start = end;
    }
    requireRoom(keys, "milestones", start, steps);
    schedules.add(read(parts.get(milestones.size()), steps - start));
    return new ScheduleSequence(milestones, schedules);
  }

  private static Schedule product(ScheduleKeys keys, long steps) {
    return new ScheduleProduct(parts(keys).stream().map(part -> read(part, steps)).toList());
  }

  private static List<ScheduleKeys> parts(ScheduleKeys keys) {
    Set<String> known = new TreeSet<>(Set.of("type"));
    TYPES.values().forEach(type -> known.addAll(type.keys()));
    return keys.parts(known);
  }
}
