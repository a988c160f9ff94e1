"""The extension objects, unbound."""

from __future__ import annotations

from flask_babel import Babel
from flask_login import LoginManager
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect

from nswp_gov.store.base import Base

db = SQLAlchemy(metadata=Base.metadata)
babel = Babel()
login = LoginManager()
csrf = CSRFProtect()
