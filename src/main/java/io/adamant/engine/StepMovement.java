package io.adamant.engine;

import io.adamant.linalg.PagedTable;
import io.adamant.linalg.SparseRows;
import io.adamant.metrics.StepSizes;
import io.adamant.optimizer.ParameterPart;
import io.adamant.optimizer.Parameters;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a step, or a round, did to the parameters that it touched: the table rows of its batch, and
 * all dense tensors. What moves beside them, where every step moves all, is not in it.
 *
 * @param parts by their names, in the layout's order
 * @param sizes of all parts together
 */
public record StepMovement(Map<String, Part> parts, StepSizes sizes) {
  /**
   * One part of the parameters.
   *
   * @param norm Euclidean norm of all its parameters after the step; NaN where it was not measured
   * @param updateNorm Euclidean norm of what the step added
   */
  public record Part(double norm, double updateNorm) {}

  /** Parameters before a step, of which nothing but a copy of what it touches is kept. */
  static final class Before {
    private final Parameters parameters;
    private final SparseRows rows;
    private final double[][] tensors;

    Before(Parameters parameters, int[] touched) {
      this.parameters = parameters;
      rows = parameters.gather(touched);
      tensors = new double[parameters.tensors().length][];
      for (int i = 0; i < tensors.length; i++) {
        tensors[i] = parameters.tensors()[i].clone();
      }
    }

    /**
     * What the step did, which has been taken.
     *
     * @param measuresNorms whether to go over all parameters, which are then all up to date
     */
    StepMovement after(boolean measuresNorms) {
      StepSizes sizes = new StepSizes();
      double[] now = parameters.gather(rows.ids()).values();
      Map<String, Part> parts = new LinkedHashMap<>();
      List<ParameterPart> all = parameters.layout().parts();
      int groups = parameters.layout().columnGroups().size();
      for (int i = 0; i < all.size(); i++) {
        ParameterPart part = all.get(i);
        double moved =
            i < groups
                ? moved(
                    rows.values(), now, rows.columns(), part.firstColumn(), part.columns(), sizes)
                : moved(tensors[i - groups], parameters.tensors()[i - groups], 1, 0, 1, sizes);
        double norm = Double.NaN;
        if (measuresNorms) {
          norm =
              Math.sqrt(
                  i < groups
                      ? sumOfSquares(parameters.table(), part)
                      : sumOfSquares(parameters.tensors()[i - groups], 1, 0, 1));
        }
        parts.put(part.name(), new Part(norm, Math.sqrt(moved)));
      }
      return new StepMovement(parts, sizes);
    }

    /** Sum of the squares of the moves. */
    private static double moved(
        double[] before, double[] after, int stride, int first, int columns, StepSizes sizes) {
      double sum = 0.0;
      for (int row = 0; row < before.length; row += stride) {
        for (int at = row + first; at < row + first + columns; at++) {
          double move = after[at] - before[at];
          sum += move * move;
          sizes.add(move);
        }
      }
      return sum;
    }

    private static double sumOfSquares(PagedTable table, ParameterPart part) {
      double sum = 0.0;
      for (int page = 0; page < table.pageCount(); page++) {
        sum +=
            sumOfSquares(
                table.readOnlyPage(page), table.columns(), part.firstColumn(), part.columns());
      }
      return sum;
    }

    private static double sumOfSquares(double[] values, int stride, int first, int columns) {
      double sum = 0.0;
      for (int row = 0; row < values.length; row += stride) {
        for (int at = row + first; at < row + first + columns; at++) {
          sum += values[at] * values[at];
        }
      }
      return sum;
    }
  }
}
