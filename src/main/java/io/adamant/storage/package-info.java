/** Model files that others can read: safetensors and JSON manifests, on streams. */
@NullMarked
package io.adamant.storage;

import org.jspecify.annotations.NullMarked;
