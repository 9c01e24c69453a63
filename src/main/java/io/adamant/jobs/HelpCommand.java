package io.adamant.jobs;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code adamant help}: of all commands, of one, or of what a job can name. */
@Command(
    name = "help",
    helpCommand = true,
    description =
        "Say how a command is used; \"help models\" and \"help optimizers\" list what a job can"
            + " name.",
    mixinStandardHelpOptions = true)
final class HelpCommand implements Callable<Integer> {
  private static final String OPTIMIZERS = "optimizers";
  private static final String MODELS = "models";

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "COMMAND",
      description =
          "a command, or: models (names, losses, settings with defaults), optimizers (names,"
              + " settings with defaults, papers)")
  private @Nullable String topic;

  @Parameters(index = "1..*", hidden = true)
  private List<String> more = new ArrayList<>();

  @Spec private @Nullable CommandSpec spec;

  private final PrintStream out;

  HelpCommand(PrintStream out) {
    this.out = out;
  }

  @Override
  public Integer call() {
    if (spec == null) {
      throw new IllegalStateException("picocli runs the command");
    }
    if (!more.isEmpty()) {
      throw new UsageException(
          "help takes one word, got %s %s".formatted(topic, String.join(" ", more)));
    }
    CommandLine adamant = spec.commandLine().getParent();
    Map<String, CommandLine> commands = adamant.getSubcommands();
    if (topic == null) {
      adamant.usage(adamant.getOut());
    } else if (topic.equals(OPTIMIZERS)) {
      OptimizerHelp.lines().forEach(out::println);
    } else if (topic.equals(MODELS)) {
      ModelHelp.lines().forEach(out::println);
    } else if (commands.containsKey(topic)) {
      commands.get(topic).usage(adamant.getOut());
    } else {
      List<String> topics = new ArrayList<>(commands.keySet());
      topics.add(OPTIMIZERS);
      topics.add(MODELS);
      throw new UsageException(
          "help: no such command: %s; the nearest is %s"
              .formatted(topic, KnownKeys.nearest(topic, topics)));
    }
    return Adamant.OK;
  }
}
