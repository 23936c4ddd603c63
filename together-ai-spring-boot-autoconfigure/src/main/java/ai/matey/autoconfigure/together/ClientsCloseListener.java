package ai.matey.autoconfigure.together;

import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;

/**
 * Starts the grace period of the clients as soon as the application starts to close.
 */
final class ClientsCloseListener implements ApplicationListener<ContextClosedEvent> {

	private final TogetherClients clients;

	private final ApplicationContext context;

	ClientsCloseListener(TogetherClients clients, ApplicationContext context) {
		this.clients = clients;
		this.context = context;
	}

	@Override
	public void onApplicationEvent(ContextClosedEvent event) {
		// A child context publishes its event to its parent, too.
		if (event.getApplicationContext() == this.context) {
			this.clients.drain();
		}
	}

}
