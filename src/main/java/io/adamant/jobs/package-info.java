/** The command line: jobs, their configuration and their output. */
@NullMarked
package io.adamant.jobs;

import org.jspecify.annotations.NullMarked;
