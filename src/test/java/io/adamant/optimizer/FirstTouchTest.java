package io.adamant.optimizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.adamant.linalg.RowPlaces;
import io.adamant.linalg.SparseRows;
import io.adamant.optimizer.rule.AdaFactor;
import io.adamant.optimizer.rule.AdamW;
import io.adamant.optimizer.rule.Lamb;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tables that have their rows on first touch are those that have all rows, to the bit. */
class FirstTouchTest {
  private static final int STEPS = 400;

  static Stream<UpdateSettings> settings() {
    Stream<UpdateSettings> lazy =
        Stream.concat(DeferredUpdatesTest.rules(), Stream.of(Lamb.DEFAULTS, AdaFactor.DEFAULTS))
            .map(rule -> UpdateSettings.of(rule, SparseUpdates.LAZY));
    Stream<UpdateSettings> deferred =
        DeferredUpdatesTest.rules().map(rule -> UpdateSettings.of(rule, SparseUpdates.DEFERRED));
    Stream<UpdateSettings> averaged =
        Stream.of(AveragingSettings.Kind.EMA, AveragingSettings.Kind.TAIL)
            .map(
                kind ->
                    UpdateSettings.of(new AdamW(0.01), SparseUpdates.LAZY)
                        .withAveraging(new AveragingSettings(kind, 50, 0.9)));
    return Stream.of(lazy, deferred, averaged).flatMap(all -> all);
  }

  @ParameterizedTest
  @MethodSource("settings")
  void whereRowsStandChangesNoBit(UpdateSettings settings) {
    DeferredRun all = new DeferredRun(settings, STEPS);
    DeferredRun touched = DeferredRun.onFirstTouch(settings, STEPS);
    assertArrayEquals(all.until(123).values(), touched.until(123).values());
    assertArrayEquals(all.finished(), touched.finished());
    assertTrue(touched.parameters.table().rows() < DeferredRun.ROWS);
    boolean isMovedByZeros = settings.optimizer().name().equals("adamax");
    if (!isMovedByZeros || settings.sparseUpdates() == SparseUpdates.LAZY) {
      assertArrayEquals(all.slots(), touched.slots());
    }
  }

  @ParameterizedTest
  @MethodSource("settings")
  void savingAndRestoringInTheMiddleChangesNoBit(UpdateSettings settings) throws IOException {
    DeferredRun whole = DeferredRun.onFirstTouch(settings, STEPS).until(200);
    DeferredRun saved = DeferredRun.onFirstTouch(settings, STEPS).until(200);
    assertArrayEquals(whole.values(), saved.values());
    StateInMemory memory = StateInMemory.listed(saved.state, saved.parameters);
    saved.state = saved.update.restore(memory, saved.parameters, 48);
    assertArrayEquals(whole.finished(), saved.finished());
    assertArrayEquals(whole.slots(), saved.slots());
    assertEquals(whole.state.header(), saved.state.header());
  }

  @Test
  void listedRowsThatCannotBeAreRefused() {
    UpdateSettings settings = UpdateSettings.of(new AdamW(0.01), SparseUpdates.LAZY);
    for (List<Integer> wrong : List.of(List.of(3, 3), List.of(5, 4), List.of(-1), List.of(300))) {
      DeferredRun run = DeferredRun.onFirstTouch(settings, STEPS).until(5);
      StateInMemory memory = StateInMemory.listed(run.state, run.parameters);
      memory.listed = wrong.stream().mapToInt(Integer::intValue).toArray();
      StateMismatchException refused =
          assertThrows(
              StateMismatchException.class, () -> run.update.restore(memory, run.parameters));
      assertTrue(
          String.valueOf(refused.getMessage()).contains("listed rows must ascend from 0"),
          refused::toString);
    }
  }

  @Test
  void aTableOnFirstTouchIsListedWhereItIsLargeAlone() {
    for (long more : List.of(0L, 1L)) {
      ParameterLayout layout =
          new ParameterLayout("weight", ParameterLayout.MOST_UNLISTED_VALUES + more, 1, List.of());
      Parameters parameters = new Parameters(layout);
      assertFalse(parameters.places().areAll());
      parameters.table().set(parameters.touch(new int[] {77})[0], 0, 1.5);
      SavedRows saved = SavedRows.of(parameters);
      assertArrayEquals(more == 0 ? null : new int[] {77}, saved == null ? null : saved.ids());
    }
  }

  @Test
  void aStateDoesNotGoWithOtherParameters() {
    UpdateSettings settings = UpdateSettings.of(new AdamW(0.01), SparseUpdates.LAZY);
    DeferredRun run = DeferredRun.onFirstTouch(settings, STEPS).until(5);
    for (RowPlaces places :
        List.of(RowPlaces.all(DeferredRun.ROWS), RowPlaces.onFirstTouch(DeferredRun.ROWS))) {
      Parameters other = new Parameters(DeferredRun.LAYOUT, places, 64);
      assertThrows(
          IllegalArgumentException.class,
          () -> run.update.catchUp(other, new int[] {1}, run.state));
    }
  }

  @Test
  void aCopyKeepsWhatRowsWereThatAreTouchedLater() {
    Parameters parameters =
        new Parameters(DeferredRun.LAYOUT, RowPlaces.onFirstTouch(DeferredRun.ROWS), 64);
    int place = parameters.touch(new int[] {7})[0];
    parameters.table().set(place, 2, 1.5);
    Parameters copy = parameters.copy();
    int[] both = {7, 9};
    parameters.table().set(parameters.touch(both)[1], 0, 2.5);
    SparseRows read = copy.gather(both);
    assertArrayEquals(new double[] {0, 0, 1.5, 0, 0, 0}, read.values());
    assertEquals(2.5, parameters.get(9, 0));
    assertArrayEquals(FlatParameters.of(parameters), FlatParameters.of(parameters.withAllRows()));
  }

  @Test
  void rowsBeyondTheLimitAreRefusedAndNothingIsChanged() {
    RowPlaces places = RowPlaces.onFirstTouch(1 << 30);
    places.limit(10);
    int[] ten = IntStream.range(0, 10).map(i -> i * 77_777_777 % (1 << 30)).sorted().toArray();
    int[] given = places.touch(ten).clone();
    assertThrows(
        io.adamant.linalg.TooManyRowsException.class, () -> places.touch(new int[] {1, 2}));
    assertEquals(11, places.count());
    assertArrayEquals(given, places.placesOf(ten.clone()));
  }
}
