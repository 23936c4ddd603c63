package ai.matey;

import java.util.concurrent.ScheduledThreadPoolExecutor;

import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/**
 * Lets event loops cancel timers. The JDK's queue of timers has a lock for that, which is
 * held for a few steps. An error out of waiting for it would leave the lock without an
 * owner, and whoever needs a timer after that would wait for ever.
 */
public final class JdkBlockHoundIntegration implements BlockHoundIntegration {

	@Override
	public void applyTo(BlockHound.Builder builder) {
		builder.allowBlockingCallsInside(ScheduledThreadPoolExecutor.class.getName() + "$DelayedWorkQueue", "remove");
	}

}
