"""How far the sender of a mail is proven: SPF, DKIM, DMARC and ARC, or what a trusted server found."""
