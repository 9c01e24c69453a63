package io.adamant.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.adamant.engine.StepMetrics;
import io.adamant.optimizer.StepOutcome;
import io.adamant.report.RunLog;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What the live page answers, and to whom. */
class LivePageTest {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private static LivePage open(String host) {
    JsonObject description = new JsonObject();
    description.addProperty("name", "a run");
    description.addProperty("outcome", "running");
    return LivePage.open(host, 0, () -> description, new RunLog());
  }

  private static StepMetrics step(long number) {
    return new StepMetrics(
        number,
        1,
        number,
        1,
        1.0 / number,
        new StepOutcome(StepOutcome.Action.STEPPED, 0.5, false, 0.1),
        10,
        1,
        1,
        true,
        new StepMetrics.Phases(0.001, 0.001, 0.001, 0.001),
        null);
  }

  private static HttpResponse<String> ask(String method, String address, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address))
            .method(method, HttpRequest.BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void newPointsAreThereForWhoAsksAgain() throws IOException, InterruptedException {
    try (LivePage page = open("127.0.0.1")) {
      page.onStep(step(1), null);
      HttpResponse<String> first = ask("GET", page.address() + "data.json");
      String tag = first.headers().firstValue("ETag").orElseThrow();
      assertEquals("[1]", steps(first.body()).toString());
      assertEquals(
          304, ask("GET", page.address() + "data.json", "If-None-Match", tag).statusCode());
      page.onStep(step(2), null);
      HttpResponse<String> second = ask("GET", page.address() + "data.json", "If-None-Match", tag);
      assertEquals(200, second.statusCode());
      assertEquals("[1,2]", steps(second.body()).toString());
      HttpResponse<String> html = ask("GET", page.address());
      assertTrue(html.body().contains("\"path\":\"/data.json\""));
      assertEquals("no-store", html.headers().firstValue("Cache-Control").orElse(""));
    }
  }

  private static JsonArray steps(String data) {
    return JsonParser.parseString(data)
        .getAsJsonObject()
        .getAsJsonArray("runs")
        .get(0)
        .getAsJsonObject()
        .getAsJsonObject("points")
        .getAsJsonArray("step");
  }

  @Test
  void nothingCanBeChangedOrElseBeFound() throws IOException, InterruptedException {
    try (LivePage page = open("127.0.0.1")) {
      for (String method : new String[] {"POST", "PUT", "DELETE", "PATCH"}) {
        assertEquals(405, ask(method, page.address()).statusCode(), method);
      }
      HttpResponse<String> head = ask("HEAD", page.address());
      assertEquals(200, head.statusCode());
      assertEquals("", head.body());
      assertEquals(404, ask("GET", page.address() + "metrics.jsonl").statusCode());
      assertEquals(404, ask("GET", page.address() + "../../etc/passwd").statusCode());
    }
  }

  @Test
  void othersNeedTheTokenOfTheAddress() throws IOException, InterruptedException {
    try (LivePage page = open("0.0.0.0")) {
      String address = page.address().replace("0.0.0.0", "127.0.0.1");
      String token = address.substring(address.indexOf("?token=") + "?token=".length());
      assertEquals(32, token.length());
      assertEquals(200, ask("GET", address).statusCode());
      String plain = address.substring(0, address.indexOf('?'));
      assertEquals(403, ask("GET", plain).statusCode());
      assertEquals(403, ask("GET", plain + "data.json").statusCode());
      assertEquals(403, ask("GET", plain + "?token=" + "0".repeat(32)).statusCode());
      assertEquals(200, ask("GET", plain + "data.json?token=" + token).statusCode());
    }
  }

  @Test
  void aNameThatOnlyLeadsHereIsTurnedAway() throws IOException {
    try (LivePage page = open("127.0.0.1")) {
      int port = URI.create(page.address()).getPort();
      for (String host : new String[] {"evil.example", "localhost.evil.example:" + port}) {
        assertEquals("HTTP/1.1 403 Forbidden", statusLine(port, host), host);
      }
      assertEquals("HTTP/1.1 200 OK", statusLine(port, "localhost:" + port));
    }
  }

  /** A client that says a host of its own choice, which the JDK's does not. */
  private static String statusLine(int port, String host) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
      String request = "GET / HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n".formatted(host);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      return String.valueOf(in.readLine());
    }
  }

  @Test
  void aPortThatIsTakenIsRefusedBeforeAnyWork() throws IOException {
    try (ServerSocket taken = new ServerSocket(0)) {
      UsageException e =
          assertThrows(
              UsageException.class, () -> LivePage.requireValid(taken.getLocalPort(), "0.0.0.0"));
      assertTrue(String.valueOf(e.getMessage()).startsWith("--live: cannot listen on port "));
      assertFalse(String.valueOf(e.getMessage()).contains("\n"));
    }
  }
}
