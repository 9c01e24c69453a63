package io.adamant.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Hosts that share a network and nothing else of one: network namespaces of this machine, joined by
 * a bridge in that of the master. Nothing of the machine's own network is touched.
 */
public final class NetworkHosts implements AutoCloseable {
  private static final String BRIDGE = "hub0";
  private static final String SUBNET = "10.77.0.";

  private final String prefix = "ad" + ProcessHandle.current().pid() % 100_000;
  private final int workers;

  private NetworkHosts(int workers) {
    this.workers = workers;
  }

  /** Why there can be no namespaces here; empty where there can be. */
  public static String whyNot() throws InterruptedException {
    try (NetworkHosts hosts = create(1)) {
      run("ip", "netns", "exec", hosts.name(0), "true");
      return "";
    } catch (IOException e) {
      return "network namespaces are not permitted here: " + e.getMessage();
    }
  }

  /** Makes the master's host and those of workers. */
  public static NetworkHosts create(int workers) throws IOException, InterruptedException {
    NetworkHosts hosts = new NetworkHosts(workers);
    try {
      hosts.connect();
      return hosts;
    } catch (IOException | InterruptedException | RuntimeException e) {
      hosts.close();
      throw e;
    }
  }

  private void connect() throws IOException, InterruptedException {
    String hub = name(-1);
    run("ip", "netns", "add", hub);
    run("ip", "-n", hub, "link", "set", "lo", "up");
    run("ip", "-n", hub, "link", "add", "name", BRIDGE, "type", "bridge");
    run("ip", "-n", hub, "addr", "add", address(-1) + "/24", "dev", BRIDGE);
    run("ip", "-n", hub, "link", "set", BRIDGE, "up");
    for (int worker = 0; worker < workers; worker++) {
      String name = name(worker);
      run("ip", "netns", "add", name);
      run("ip", "-n", name, "link", "set", "lo", "up");
      run(
          "ip",
          "-n",
          hub,
          "link",
          "add",
          port(worker),
          "type",
          "veth",
          "peer",
          "name",
          "eth0",
          "netns",
          name);
      run("ip", "-n", hub, "link", "set", port(worker), "master", BRIDGE, "up");
      run("ip", "-n", name, "addr", "add", address(worker) + "/24", "dev", "eth0");
      run("ip", "-n", name, "link", "set", "eth0", "up");
    }
  }

  private String name(int worker) {
    return prefix + (worker < 0 ? "m" : "w" + worker);
  }

  private static String port(int worker) {
    return "port" + worker;
  }

  private static String address(int worker) {
    return SUBNET + (worker + 2);
  }

  private StandaloneCluster.Host host(int worker) {
    return new StandaloneCluster.Host(
        address(worker), List.of("ip", "netns", "exec", name(worker)));
  }

  /** Where the master and the driver run. */
  public StandaloneCluster.Host master() {
    return host(-1);
  }

  public List<StandaloneCluster.Host> workers() {
    List<StandaloneCluster.Host> hosts = new ArrayList<>();
    for (int worker = 0; worker < workers; worker++) {
      hosts.add(host(worker));
    }
    return hosts;
  }

  /** Cuts a worker's host off: nothing answers there any more, nor is anything refused. */
  public void cut(int worker) throws IOException, InterruptedException {
    run("ip", "-n", name(-1), "link", "set", port(worker), "down");
  }

  /** Joins it again. */
  public void join(int worker) throws IOException, InterruptedException {
    run("ip", "-n", name(-1), "link", "set", port(worker), "up");
  }

  private static void run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(10, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new IOException(String.join(" ", command) + ": " + said.strip());
    }
  }

  /** Its links go with a namespace. */
  @Override
  public void close() {
    for (int worker = -1; worker < workers; worker++) {
      try {
        run("ip", "netns", "del", name(worker));
      } catch (IOException e) {
        // It was never made.
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
