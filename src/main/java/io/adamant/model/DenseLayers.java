package io.adamant.model;

import io.adamant.linalg.DenseProducts;
import io.adamant.linalg.InitialValues;
import io.adamant.linalg.TensorShape;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Layers one above the other, of which the last gives the outputs:
 *
 * <pre>
 *   h_l = dropout(f(W_l h_{l-1} + b_l))     l = first ... last - 1
 *   o   = W_last h_{last-1} + b_last
 *
 *   dL/dW_l = Σ_rows δ_l h_{l-1}ᵀ     dL/db_l = Σ_rows δ_l     δ_last = dL/do
 *   δ_{l-1} = (W_lᵀ δ_l) ∘ f'
 * </pre>
 *
 * A layer is PyTorch's {@code Linear}: weights of outputs x inputs, which begin, like the biases,
 * with uniform numbers of magnitude up to 1 / √inputs.
 */
final class DenseLayers implements Serializable {
  private final int[] widths;
  private final Activation activation;
  private final boolean bias;
  private final int firstLayer;
  private final int firstTensor;
  private final long initialSeed;

  /**
   * @param widths of the input, the hidden layers and the output
   * @param bias whether layers have constant terms
   * @param firstLayer number of the first layer
   * @param firstTensor place of its weights among the model's tensors
   */
  DenseLayers(
      int[] widths,
      Activation activation,
      boolean bias,
      int firstLayer,
      int firstTensor,
      long initialSeed) {
    this.widths = widths.clone();
    this.activation = activation;
    this.bias = bias;
    this.firstLayer = firstLayer;
    this.firstTensor = firstTensor;
    this.initialSeed = initialSeed;
  }

  /** All tensors of a model with one output: hidden layers, and the output above them. */
  static DenseLayers on(
      int inputs, List<Long> hidden, Activation activation, boolean bias, long initialSeed) {
    return new DenseLayers(
        NetworkSettings.widths(inputs, hidden, 1), activation, bias, 1, 0, initialSeed);
  }

  List<TensorShape> tensors() {
    List<TensorShape> tensors = new ArrayList<>();
    for (int layer = 0; layer < layers(); layer++) {
      int inputs = widths[layer];
      int outputs = widths[layer + 1];
      InitialValues initial = InitialValues.uniform(1.0 / StrictMath.sqrt(inputs), initialSeed);
      String name = name(firstLayer + layer);
      tensors.add(new TensorShape(name + ".weight", initial, outputs, inputs));
      if (bias) {
        tensors.add(new TensorShape(name + ".bias", initial, outputs));
      }
    }
    return tensors;
  }

  /** The prefix of a layer's tensors. */
  static String name(int layer) {
    return "layer" + layer;
  }

  private int layers() {
    return widths.length - 1;
  }

  private int tensorOf(int layer) {
    return firstTensor + layer * (bias ? 2 : 1);
  }

  /** Some rows on their way through the layers. */
  final class Pass {
    private final int rows;
    private final double[][] tensors;
    private final double[] input;
    private final List<HiddenUnits> hidden = new ArrayList<>();
    private final double[] outputs;

    /**
     * Computes the outputs.
     *
     * @param input of all rows, row after row
     * @param tensors of the model
     */
    Pass(double[] input, int rows, double[][] tensors, Dropout dropout) {
      this.input = input;
      this.rows = rows;
      this.tensors = tensors;
      for (int layer = 0; layer < layers() - 1; layer++) {
        hidden.add(new HiddenUnits(linear(layer), activation, dropout, firstLayer + layer));
      }
      outputs = linear(layers() - 1);
    }

    /** W h + b. */
    private double[] linear(int layer) {
      int outputs = widths[layer + 1];
      int tensor = tensorOf(layer);
      double[] sums =
          bias
              ? DenseProducts.rowsOf(tensors[tensor + 1], rows)
              : new double[Math.multiplyExact(rows, outputs)];
      DenseProducts.addRightTransposed(
          inputOf(layer), rows, widths[layer], tensors[tensor], outputs, sums);
      return sums;
    }

    private double[] inputOf(int layer) {
      return layer == 0 ? input : hidden.get(layer - 1).values();
    }

    double[] outputs() {
      return outputs;
    }

    /**
     * Adds the gradient of all layers.
     *
     * @param derivatives of the loss by the outputs
     * @param gradient of the model's tensors, added to
     * @return derivatives of the loss by the input
     */
    double[] addGradient(double[] derivatives, double[][] gradient) {
      double[] above = derivatives;
      for (int layer = layers() - 1; layer >= 0; layer--) {
        int inputs = widths[layer];
        int outputs = widths[layer + 1];
        int tensor = tensorOf(layer);
        DenseProducts.addLeftTransposed(
            above, rows, outputs, inputOf(layer), inputs, gradient[tensor]);
        if (bias) {
          DenseProducts.addColumnSums(above, gradient[tensor + 1]);
        }
        double[] below = new double[Math.multiplyExact(rows, inputs)];
        DenseProducts.add(above, rows, outputs, tensors[tensor], inputs, below);
        if (layer > 0) {
          hidden.get(layer - 1).differentiate(below);
        }
        above = below;
      }
      return above;
    }
  }
}
