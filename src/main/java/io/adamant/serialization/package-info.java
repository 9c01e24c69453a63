/** What crosses Kryo: registrator and compact serializers. */
@NullMarked
package io.adamant.serialization;

import org.jspecify.annotations.NullMarked;
