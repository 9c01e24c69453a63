package io.adamant.report;

import com.google.gson.JsonObject;

/**
 * A run to show.
 *
 * @param name by which the page tells it from others
 * @param log its steps
 * @param description what {@code run.json} says: configuration, data, machine and outcome; empty
 *     where there is none
 */
public record Run(String name, RunLog log, JsonObject description) {}
