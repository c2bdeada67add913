"""Speed and accuracy, each figure beside a peer in the same run."""
