package io.adamant.testing;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.adamant.report.Run;
import io.adamant.report.RunLog;
import java.util.Locale;
import java.util.SplittableRandom;

/** Runs of many steps, whose losses have all the digits that losses have. */
public final class LongRuns {
  private static final int STEPS_PER_EPOCH = 20_000;
  private static final int STEPS_PER_VALIDATION = 500;

  private LongRuns() {}

  /** A run with validations and movements. */
  public static Run of(String name, int steps, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    RunLog log = new RunLog();
    for (int step = 1; step <= steps; step++) {
      double loss = 0.3 + 0.05 * random.nextDouble() + 8.0 / (step + 20);
      String text =
          String.format(
              Locale.ROOT,
              "{\"step\":%d,\"epoch\":%d,\"loss\":%s,\"gradientNorm\":%s,\"clipped\":%s,"
                  + "\"learningRate\":%s,\"rows\":4096,\"milliseconds\":{\"gather\":%.3f,"
                  + "\"broadcast\":%.3f,\"job\":%.3f,\"update\":%.3f}}",
              step,
              1 + (step - 1) / STEPS_PER_EPOCH,
              loss,
              random.nextDouble(2),
              random.nextInt(9) == 0,
              0.01 * (1 - (double) step / steps),
              random.nextDouble(0.3, 0.6),
              random.nextDouble(0.3, 0.9),
              random.nextDouble(3, 6),
              random.nextDouble(0.8, 1.4));
      JsonObject line = JsonParser.parseString(text).getAsJsonObject();
      if (step % STEPS_PER_VALIDATION == 0) {
        line.add(
            "validation",
            JsonParser.parseString("{\"rows\":9,\"logLoss\":%s,\"auc\":0.8}".formatted(loss)));
        line.add("movement", movement(loss));
      }
      log.add(line);
    }
    return new Run(name, log, new JsonObject());
  }

  private static JsonObject movement(double norm) {
    String text =
        "{\"parts\":{\"weight\":{\"norm\":%s,\"updateNorm\":%s}},"
            + "\"stepSizes\":{\"unmoved\":7,\"first\":-16,\"counts\":[1,20,400,9000,70000,30]}}";
    return JsonParser.parseString(text.formatted(norm, norm / 9)).getAsJsonObject();
  }
}
