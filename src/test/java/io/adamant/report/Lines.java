package io.adamant.report;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.Locale;

/** Lines of {@code metrics.jsonl} as tests need them. */
final class Lines {
  private Lines() {}

  static JsonObject line(long step, long epoch, String loss, double norm) {
    return JsonParser.parseString(
            String.format(
                Locale.ROOT,
                "{\"step\":%d,\"epoch\":%d,\"loss\":%s,\"gradientNorm\":%s,\"clipped\":%s,"
                    + "\"learningRate\":0.5,\"rows\":100,\"milliseconds\":{\"gather\":1,"
                    + "\"broadcast\":2,\"job\":%d,\"update\":4}}",
                step,
                epoch,
                loss,
                norm,
                norm > 1,
                3 + step % 7))
        .getAsJsonObject();
  }

  static JsonObject validated(JsonObject line, String loss) {
    line.add("validation", JsonParser.parseString("{\"rows\":9,\"logLoss\":%s}".formatted(loss)));
    return line;
  }

  static RunLog log(int steps) {
    RunLog log = new RunLog();
    for (int step = 1; step <= steps; step++) {
      log.add(line(step, 1, Double.toString(1.0 / step), 0.5));
    }
    return log;
  }

  static Run run(String name, RunLog log) {
    return new Run(name, log, new JsonObject());
  }
}
