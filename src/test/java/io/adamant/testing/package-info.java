/** What tests share: Spark in this JVM, and files to feed it. */
@NullMarked
package io.adamant.testing;

import org.jspecify.annotations.NullMarked;
