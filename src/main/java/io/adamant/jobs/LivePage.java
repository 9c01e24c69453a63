package io.adamant.jobs;

import com.google.gson.JsonObject;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.adamant.engine.StepMetrics;
import io.adamant.engine.TrainingListener;
import io.adamant.metrics.Metrics;
import io.adamant.report.ReportData;
import io.adamant.report.ReportPage;
import io.adamant.report.Run;
import io.adamant.report.RunLog;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Serves the report of a training while it runs: the page, and its data, to be asked for again.
 * There is nothing that a request could change.
 */
final class LivePage implements TrainingListener, AutoCloseable {
  private static final String DATA = "/data.json";
  private static final String TOKEN = "token";
  private static final int TOKEN_BYTES = 16;
  private static final int MILLISECONDS_BETWEEN_REQUESTS = 1_000;

  /** How long the end of a training waits for those who watch it to hear of it. */
  private static final int LINGER_MILLISECONDS = 2_500;

  private static final String LOOPBACK = "127.0.0.1";
  private static final int LARGEST_PORT = 65_535;

  private static final int OK = 200;
  private static final int NOT_MODIFIED = 304;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int METHOD_NOT_ALLOWED = 405;
  private static final int NO_BODY = -1;

  /** Names that a browser on this machine knows it by; others would come from elsewhere. */
  private static final Set<String> LOOPBACK_NAMES =
      Set.of("localhost", "127.0.0.1", "[::1]", "0:0:0:0:0:0:0:1");

  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(2, LivePage::daemon);
  private final String title;
  private final Supplier<JsonObject> description;
  private final RunLog log;

  /** Null where only this machine can ask. */
  private final @Nullable String token;

  private final String host;

  /** Goes up with all that changes the data. */
  private long version;

  private long lastRequest;
  private boolean hasEnded;
  private boolean endWasSeen;

  private LivePage(
      HttpServer server,
      String host,
      boolean isLoopback,
      Supplier<JsonObject> description,
      RunLog log) {
    this.log = log;
    this.server = server;
    this.host = host;
    this.description = description;
    this.title = description.get().get("name").getAsString();
    this.token = isLoopback ? null : newToken();
  }

  /** Refuses options that cannot be, before there is any work. */
  static void requireValid(@Nullable Integer port, @Nullable String host) {
    if (port == null && host != null) {
      throw new UsageException("--live-host needs --live PORT");
    }
    if (port != null && !(port >= 0 && port <= LARGEST_PORT)) {
      throw new UsageException(
          "--live must be a port from 0 to %d, got %d".formatted(LARGEST_PORT, port));
    }
    if (port != null) {
      address(host == null ? LOOPBACK : host, port);
    }
  }

  /** Begins to serve where it is asked for, and says where; null otherwise. */
  static @Nullable LivePage open(
      @Nullable Integer port,
      @Nullable String host,
      Supplier<JsonObject> description,
      RunLog log,
      PrintStream err) {
    if (port == null) {
      return null;
    }
    LivePage page = open(host == null ? LOOPBACK : host, port, description, log);
    err.println("live report  " + page.address());
    return page;
  }

  /**
   * Begins to serve.
   *
   * @param host whose address to listen on; others than this machine's own loopback need the token
   *     of {@link #address}
   * @param port 0 for any that is free
   * @param description what {@code run.json} says, at any time
   * @param log the steps that were taken before; it is added to
   */
  static LivePage open(String host, int port, Supplier<JsonObject> description, RunLog log) {
    InetSocketAddress address = address(host, port);
    try {
      HttpServer server = HttpServer.create(address, 0);
      boolean isLoopback = address.getAddress().isLoopbackAddress();
      LivePage page = new LivePage(server, host, isLoopback, description, log);
      server.createContext("/", page::answer);
      server.setExecutor(page.threads);
      server.start();
      return page;
    } catch (IOException e) {
      throw new UsageException(
          "--live: cannot listen on port %d of %s: %s".formatted(port, host, e.getMessage()));
    }
  }

  /** An address that can be listened on now. */
  private static InetSocketAddress address(String host, int port) {
    InetSocketAddress address = new InetSocketAddress(host, port);
    if (address.isUnresolved()) {
      throw new UsageException("--live-host: no such host: " + host);
    }
    try (ServerSocket tried = new ServerSocket()) {
      tried.bind(address);
      return address;
    } catch (IOException e) {
      throw new UsageException(
          "--live: cannot listen on port %d of %s: %s".formatted(port, host, e.getMessage()));
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "adamant live page");
    thread.setDaemon(true);
    return thread;
  }

  private static String newToken() {
    byte[] bytes = new byte[TOKEN_BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** Where a browser finds the page. */
  String address() {
    String name = host.contains(":") ? "[" + host + "]" : host;
    return "http://%s:%d/%s".formatted(name, server.getAddress().getPort(), query());
  }

  private String query() {
    return token == null ? "" : "?%s=%s".formatted(TOKEN, token);
  }

  @Override
  public synchronized void onStep(StepMetrics metrics, @Nullable Metrics validation) {
    log.add(MetricsLog.line(metrics, validation));
    version++;
  }

  private synchronized JsonObject data() {
    lastRequest = System.nanoTime();
    return ReportData.of(List.of(new Run(title, log, description.get())), Double.NaN);
  }

  private synchronized String tag() {
    return "\"%d\"".formatted(version);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      String method = exchange.getRequestMethod();
      if (!isAllowed(exchange)) {
        send(exchange, FORBIDDEN, "text/plain", "this page needs its token");
      } else if (!method.equals("GET") && !method.equals("HEAD")) {
        exchange.getResponseHeaders().set("Allow", "GET, HEAD");
        send(exchange, METHOD_NOT_ALLOWED, "text/plain", "read only");
      } else if (path.equals("/")) {
        JsonObject data = data();
        JsonObject live = new JsonObject();
        live.addProperty("path", DATA + query());
        live.addProperty("milliseconds", MILLISECONDS_BETWEEN_REQUESTS);
        data.add("live", live);
        send(exchange, OK, "text/html", ReportPage.html(title, data));
      } else if (path.equals(DATA)) {
        sendData(exchange);
      } else {
        send(exchange, NOT_FOUND, "text/plain", "no such page");
      }
    }
  }

  private void sendData(HttpExchange exchange) throws IOException {
    String tag;
    String body;
    synchronized (this) {
      tag = tag();
      body =
          tag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"))
              ? null
              : data().toString();
      lastRequest = System.nanoTime();
    }
    exchange.getResponseHeaders().set("ETag", tag);
    if (body == null) {
      exchange.sendResponseHeaders(NOT_MODIFIED, NO_BODY);
    } else {
      send(exchange, OK, "application/json", body);
      synchronized (this) {
        endWasSeen = hasEnded && tag.equals(tag());
        notifyAll();
      }
    }
  }

  /**
   * Whether the token is right, or none is needed. Without one, a page of another site that had its
   * own name led to this machine is turned away by the name.
   */
  private boolean isAllowed(HttpExchange exchange) {
    String needed = token;
    if (needed == null) {
      String name = exchange.getRequestHeaders().getFirst("Host");
      return name != null
          && LOOPBACK_NAMES.contains(name.replaceFirst(":\\d+$", "").toLowerCase(Locale.ROOT));
    }
    String query = String.valueOf(exchange.getRequestURI().getQuery());
    return MessageDigest.isEqual(
        query.getBytes(StandardCharsets.UTF_8),
        "%s=%s".formatted(TOKEN, needed).getBytes(StandardCharsets.UTF_8));
  }

  private static void send(HttpExchange exchange, int code, String type, String text)
      throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    Headers headers = exchange.getResponseHeaders();
    headers.set("Content-Type", type + "; charset=utf-8");
    headers.set("Cache-Control", "no-store");
    headers.set("Referrer-Policy", "no-referrer");
    headers.set("X-Content-Type-Options", "nosniff");
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.sendResponseHeaders(code, NO_BODY);
    } else {
      exchange.sendResponseHeaders(code, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  /** Lets those who watch hear of the end, and ends. */
  @Override
  public void close() {
    synchronized (this) {
      hasEnded = true;
      version++;
      long until = System.nanoTime() + LINGER_MILLISECONDS * 1_000_000L;
      boolean isWatched =
          lastRequest != 0 && System.nanoTime() - lastRequest < LINGER_MILLISECONDS * 1_000_000L;
      try {
        while (isWatched && !endWasSeen && System.nanoTime() < until) {
          wait(Math.max(1, (until - System.nanoTime()) / 1_000_000L));
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    server.stop(0);
    threads.shutdown();
  }
}
