package io.adamant.jobs;

import java.io.PrintStream;
import org.apache.hadoop.service.launcher.IrqHandler;

/**
 * Ctrl-C or SIGTERM. While a training can be gone on from, the first asks it to end behind the step
 * at hand; at any other time, and the second time, the process ends at once.
 */
final class StopRequest {
  /** What shells add to a signal's number for the exit code. */
  private static final int SIGNAL_CODE = 128;

  private final PrintStream err;
  private boolean isHeeded;
  private int code;
  private boolean isEnding;

  StopRequest(PrintStream err) {
    this.err = err;
  }

  /** Listens to the signals of this process, from now on. */
  void listen() {
    for (String name : new String[] {IrqHandler.CONTROL_C, IrqHandler.SIGTERM}) {
      try {
        new IrqHandler(name, signal -> onSignal(signal.getNumber())).bind();
      } catch (IllegalArgumentException e) {
        // A JVM with -Xrs leaves signals to the system.
        err.printf("adamant: warning: %s ends the process at once: %s%n", name, e.getMessage());
      }
    }
  }

  private void onSignal(int number) {
    if (ask(SIGNAL_CODE + number)) {
      err.println("finishing the step, then a checkpoint; once more to end at once");
    } else {
      synchronized (this) {
        isEnding = true;
      }
      // The thread of the signal must not wait for those that end.
      new Thread(() -> System.exit(SIGNAL_CODE + number), "end by signal").start();
    }
  }

  /**
   * Asks the training to end.
   *
   * @param exitCode of the process then
   * @return whether it will
   */
  synchronized boolean ask(int exitCode) {
    if (!isHeeded || code != 0) {
      return false;
    }
    code = exitCode;
    return true;
  }

  /** Whether a training heeds requests from now on. */
  synchronized void heed(boolean heeded) {
    isHeeded = heeded;
  }

  /** Whether the process ends at once, so that what fails from now on fails for that. */
  synchronized boolean isEnding() {
    return isEnding;
  }

  synchronized boolean isAsked() {
    return code != 0;
  }

  /** The exit code of a process that has ended as asked. */
  synchronized int exitCode() {
    return code;
  }
}
