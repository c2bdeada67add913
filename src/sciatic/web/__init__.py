"""Pages for the person and the clinician: served from this machine, nothing stored, nothing sent.

``create_app(settings)`` builds the application; ``sciatic serve`` runs it. No clinical rule stands
here: what is asked, judged and advised comes from ``assessment``.
"""
