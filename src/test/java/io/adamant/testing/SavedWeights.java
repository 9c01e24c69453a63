package io.adamant.testing;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The weights of a saved logistic model, read by the safetensors format's own description and with
 * none of Adamant's code.
 */
public final class SavedWeights {
  private final double[] table;
  private final double bias;

  private SavedWeights(double[] table, double bias) {
    this.table = table;
    this.bias = bias;
  }

  /** The weight of each feature. */
  public double[] table() {
    return table.clone();
  }

  /** The constant term; 0 where there is none. */
  public double bias() {
    return bias;
  }

  /** Reads the folder of a model. */
  public static SavedWeights read(Path model) throws IOException {
    ByteBuffer file =
        ByteBuffer.wrap(Files.readAllBytes(model.resolve("parameters.safetensors")))
            .order(ByteOrder.LITTLE_ENDIAN);
    int headerBytes = (int) file.getLong();
    String json =
        StandardCharsets.UTF_8.decode(file.slice(Long.BYTES, headerBytes)).toString().strip();
    JsonObject header = JsonParser.parseString(json).getAsJsonObject();
    double[] table = new double[0];
    double bias = 0;
    for (String name : header.keySet()) {
      JsonArray offsets = header.getAsJsonObject(name).getAsJsonArray("data_offsets");
      int start = Long.BYTES + headerBytes + offsets.get(0).getAsInt();
      double[] values = new double[(offsets.get(1).getAsInt() - offsets.get(0).getAsInt()) / 8];
      for (int i = 0; i < values.length; i++) {
        values[i] = file.getDouble(start + Double.BYTES * i);
      }
      if (name.endsWith("bias")) {
        bias = values[0];
      } else {
        table = values;
      }
    }
    return new SavedWeights(table, bias);
  }

  /** The log odds of a line of LIBSVM text whose indices count from 1. */
  public double margin(String line) {
    String[] words = line.split(" ", -1);
    double margin = bias;
    for (int i = 1; i < words.length; i++) {
      String[] entry = words[i].split(":", -1);
      margin += table[Integer.parseInt(entry[0]) - 1] * Double.parseDouble(entry[1]);
    }
    return margin;
  }
}
