package io.adamant.data.encoding;

import java.io.Serializable;

/**
 * A column that encoders read.
 *
 * @param isNumber whether they read it as numbers; else as texts
 */
public record RawColumn(String name, boolean isNumber) implements Serializable {}
