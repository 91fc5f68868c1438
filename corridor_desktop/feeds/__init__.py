"""The only sockets: price sources that answer with series and failures of our own."""
