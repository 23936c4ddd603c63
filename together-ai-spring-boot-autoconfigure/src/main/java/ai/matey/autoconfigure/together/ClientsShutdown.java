package ai.matey.autoconfigure.together;

import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;

/**
 * Begins the end of the clients as soon as that of the application begins. Beans are
 * closed too late for a web server that waits for its answers first: it would cut off a
 * stream that goes on, and the reader would never hear why.
 */
final class ClientsShutdown implements ApplicationListener<ContextClosedEvent> {

	private final TogetherClients clients;

	private final ApplicationContext context;

	ClientsShutdown(TogetherClients clients, ApplicationContext context) {
		this.clients = clients;
		this.context = context;
	}

	@Override
	public void onApplicationEvent(ContextClosedEvent event) {
		// That of a child is told to its parent too
		if (event.getApplicationContext() == this.context) {
			this.clients.shutdown();
		}
	}

}
