package ai.matey.backend.together.faults;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.netty.util.ResourceLeakDetector;

/**
 * Keeps what Netty reports of leaked buffers. The build puts it in place of Netty's own
 * detector, which only logs, by the property {@code io.netty.customResourceLeakDetector}.
 *
 * @param <T> the kind of resource
 */
public final class LeakRecorder<T> extends ResourceLeakDetector<T> {

	private static final Queue<String> REPORTS = new ConcurrentLinkedQueue<>();

	/**
	 * Called by Netty by reflection.
	 * @param resourceType the kind of resource
	 * @param samplingInterval every how many resources one is watched
	 */
	public LeakRecorder(Class<?> resourceType, int samplingInterval) {
		super(resourceType, samplingInterval);
	}

	/**
	 * Called by Netty by reflection.
	 * @param resourceType the kind of resource
	 * @param samplingInterval every how many resources one is watched
	 * @param maxActive not used
	 */
	@Deprecated
	public LeakRecorder(Class<?> resourceType, int samplingInterval, long maxActive) {
		super(resourceType, samplingInterval);
	}

	static Queue<String> reports() {
		return REPORTS;
	}

	@Override
	protected boolean needReport() {
		return true;
	}

	@Override
	protected void reportTracedLeak(String resourceType, String records) {
		REPORTS.add(resourceType + records);
	}

	@Override
	protected void reportUntracedLeak(String resourceType) {
		REPORTS.add(resourceType);
	}

}
