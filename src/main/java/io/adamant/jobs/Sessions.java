package io.adamant.jobs;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.sql.SparkSession;

/** Spark sessions with Adamant's defaults, below whatever cluster and command line say. */
final class Sessions {
  private static final String DEFAULTS = "/io/adamant/conf/spark-defaults.conf";

  private Sessions() {}

  static SparkSession open(String applicationName) {
    return open(applicationName, Map.of());
  }

  /**
   * Opens a session.
   *
   * @param settings above those that cluster and command line give
   */
  static SparkSession open(String applicationName, Map<String, String> settings) {
    SparkConf conf = new SparkConf();
    settings.forEach(conf::set);
    Properties defaults = defaults();
    for (String key : defaults.stringPropertyNames()) {
      conf.setIfMissing(key, defaults.getProperty(key));
    }
    conf.setIfMissing("spark.master", "local[*]");
    conf.setAppName(applicationName);
    return SparkSession.builder().config(conf).getOrCreate();
  }

  private static Properties defaults() {
    Properties defaults = new Properties();
    try (InputStream in = Sessions.class.getResourceAsStream(DEFAULTS)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks " + DEFAULTS);
      }
      defaults.load(new InputStreamReader(in, StandardCharsets.UTF_8));
      return defaults;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What sessions read files with, before there is one. */
  static Configuration hadoopConfiguration() {
    return SparkHadoopUtil.get().newConfiguration(new SparkConf());
  }

  static JavaSparkContext context(SparkSession session) {
    return JavaSparkContext.fromSparkContext(session.sparkContext());
  }
}
