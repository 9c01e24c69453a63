package io.adamant.jobs;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Settings that are the components of a record: {@code learningRate} stands under the key {@code
 * learning-rate}, and an instance of the record holds all defaults. A list is one of whole numbers,
 * {@code List<Long>}, or of numbers, {@code List<Double>}.
 */
final class RecordSettings {
  private RecordSettings() {}

  /** The keys, in the order of the components. */
  static List<String> keys(Object defaults) {
    return components(defaults).map(RecordSettings::key).toList();
  }

  /** The defaults as configuration writes them, by key. */
  static Map<String, String> texts(Object defaults) {
    TreeMap<String, String> texts = new TreeMap<>();
    components(defaults)
        .forEach(component -> texts.put(key(component), text(value(component, defaults))));
    return texts;
  }

  /** The words of an enumerated setting that the record takes, all else at its default. */
  static List<String> words(Object defaults, String key) {
    List<RecordComponent> components = components(defaults).toList();
    int place = keys(defaults).indexOf(key);
    List<String> words = new ArrayList<>();
    for (Object constant : constants(components.get(place).getType())) {
      Class<?>[] types = components.stream().map(RecordComponent::getType).toArray(Class<?>[]::new);
      Object[] values = components.stream().map(component -> value(component, defaults)).toArray();
      values[place] = constant;
      try {
        construct(defaults, types, values);
        words.add(text(constant));
      } catch (IllegalArgumentException e) {
        // Other rules take it.
      }
    }
    return words;
  }

  /**
   * Reads a record of the defaults' type.
   *
   * @param section where the keys stand, empty for an element of a list; a key that is not set, or
   *     null, has its default
   */
  static <R> R read(JobConfiguration job, String section, R defaults) {
    RecordComponent[] components = components(defaults).toArray(RecordComponent[]::new);
    Class<?>[] types = new Class<?>[components.length];
    Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      String key = (section.isEmpty() ? "" : section + ".") + key(components[i]);
      types[i] = components[i].getType();
      values[i] = job.has(key) ? value(job, key, components[i]) : value(components[i], defaults);
    }
    return job.build(() -> construct(defaults, types, values));
  }

  private static Stream<RecordComponent> components(Object defaults) {
    RecordComponent[] components = defaults.getClass().getRecordComponents();
    return Stream.of(
        Objects.requireNonNull(components, () -> defaults.getClass() + " is not a record"));
  }

  private static String key(RecordComponent component) {
    return KebabCase.of(component.getName());
  }

  private static Object value(JobConfiguration job, String key, RecordComponent component) {
    Class<?> type = component.getType();
    if (type == double.class) {
      return job.number(key);
    } else if (type == int.class) {
      return (int) job.integer(key, Integer.MIN_VALUE, Integer.MAX_VALUE);
    } else if (type == long.class) {
      return job.integer(key, Long.MIN_VALUE, Long.MAX_VALUE);
    } else if (type == boolean.class) {
      return job.bool(key);
    } else if (type == List.class) {
      boolean isWhole = component.getGenericType().getTypeName().endsWith("<java.lang.Long>");
      return isWhole ? job.integers(key) : job.numbers(key);
    } else if (type.isEnum()) {
      return job.choice(key, constants(type), RecordSettings::text);
    }
    throw new IllegalStateException("%s cannot be a setting".formatted(component));
  }

  private static List<Object> constants(Class<?> type) {
    Object[] constants = type.getEnumConstants();
    return constants == null ? List.of() : List.of(constants);
  }

  private static Object value(RecordComponent component, Object of) {
    try {
      return Objects.requireNonNull(component.getAccessor().invoke(of));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("%s cannot be read".formatted(component), e);
    }
  }

  private static <R> R construct(R defaults, Class<?>[] types, Object[] values) {
    @SuppressWarnings("unchecked")
    Class<R> type = (Class<R>) defaults.getClass();
    try {
      return type.getDeclaredConstructor(types).newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException refused) {
        throw refused;
      }
      throw new IllegalStateException(e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " cannot be made", e);
    }
  }

  /** A value in the shortest form that is read back as the same. */
  static String text(Object value) {
    if (value instanceof Enum<?> constant) {
      return KebabCase.of(constant);
    }
    return value instanceof Double
        ? value.toString().replaceFirst("\\.0$", "").replaceFirst("(\\.0)?E", "e")
        : value.toString();
  }
}
