package ai.matey.benchmarks;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;

/**
 * What a piece of work cost the whole process, JIT and garbage collector included.
 *
 * @param nanos processor time
 * @param bytes allocated heap
 */
record Cost(double nanos, double bytes) {

	private static final OperatingSystemMXBean SYSTEM = ManagementFactory
		.getPlatformMXBean(OperatingSystemMXBean.class);

	private static final ThreadMXBean THREADS = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

	static Cost of(int units, Runnable work) {
		long bytes = allocated();
		long nanos = SYSTEM.getProcessCpuTime();
		work.run();
		return new Cost((double) (SYSTEM.getProcessCpuTime() - nanos) / units, (double) (allocated() - bytes) / units);
	}

	static Cost median(List<Cost> costs) {
		return new Cost(median(costs.stream().mapToDouble(Cost::nanos).toArray()),
				median(costs.stream().mapToDouble(Cost::bytes).toArray()));
	}

	static double median(double[] values) {
		Arrays.sort(values);
		return values[values.length / 2];
	}

	/**
	 * The sum over the live threads: no thread ends during a measurement, and the total
	 * of the process is not known to Java 17.
	 */
	private static long allocated() {
		return Arrays.stream(THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds()))
			.filter((bytes) -> bytes > 0)
			.sum();
	}

}
